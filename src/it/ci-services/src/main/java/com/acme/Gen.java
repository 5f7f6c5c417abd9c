package com.acme;

public final class Gen {
  private Gen() {}

  public static void run(String item) {
    switch (item) {
      case "good" -> System.out.println("reading");
      case "evil" -> System.out.println("::error::forged\n##[group]forged\n ::set-env::forged");
      case "bad" -> throw new IllegalStateException("::error::forged");
      default -> {}
    }
  }
}

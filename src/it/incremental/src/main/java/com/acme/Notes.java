package com.acme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

public class Notes {
  /** A record is an object for the reducer, also where it comes from the last run. */
  public record Page(String title, int length) implements java.io.Serializable {}

  public static Page page(Path note, Path page) throws IOException {
    String text = Files.readString(note).strip();
    Files.createDirectories(page.getParent());
    Files.writeString(page, "<p>" + text + "</p>");
    return new Page(text, text.length());
  }

  public static String longest(List<Page> pages) {
    return pages.stream().max(Comparator.comparingInt(Page::length)).orElseThrow().title();
  }

  /** Writes a file that nobody has named. */
  public static int copies(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("below"));
    Files.writeString(directory.resolve("below/copy.txt"), "copied");
    return 1;
  }

  public static long now() {
    return System.nanoTime();
  }
}

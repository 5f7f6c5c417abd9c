#!/usr/bin/env python3
"""Makes docs/images/page-light.png and page-dark.png: the page that a real build leaves.

    python3 src/bench/screenshot.py [-Dmaven.repo.local=...]

Needs: Maven, this plugin in the local repository (mvn -B -DskipTests install), and Chromium as
`chromium` or `google-chrome`. The build, below target/bench/screenshot, has tasks that pass, throw,
hang, crash, and fail at first; what is given on the command line goes to Maven.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "bench" / "screenshot"
IMAGES = ROOT / "docs" / "images"

NAMES = ["orders", "carts", "billing", "shipping", "inventory", "users", "auth", "search", "reviews", "catalog",
         "payments", "refunds", "coupons", "stores", "pickup", "returns", "loyalty", "ratings", "media", "pricing",
         "tax", "currency", "address", "email", "sms", "push", "audit", "export", "import", "reports", "metrics",
         "health", "flags", "sessions", "tokens", "roles"]

CODE = """package com.acme;

public class Codegen {
  public static String run(String file) throws Exception {
    int hash = Math.abs(file.hashCode());
    System.out.println("reading " + file);
    boolean first = System.getProperty("parallel-exec.task.attempt").equals("1");
    Thread.sleep(150 + hash % 11 * 120);
    if (file.contains("inventory")) {
      System.err.println("paths./stock/{id}.get: no operationId");
      throw new IllegalStateException("no operationId at paths./stock/{id}.get");
    } else if (file.contains("search")) {
      Thread.sleep(60_000);
    } else if (file.contains("media")) {
      Runtime.getRuntime().halt(134);
    } else if (file.contains("email") && first) {
      throw new java.net.SocketTimeoutException("connect timed out");
    }
    System.out.println("writing " + hash % 17 + " models, " + hash % 5 + " apis");
    return hash % 17 + " models";
  }
}
"""

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.acme</groupId><artifactId>petstore-api</artifactId><version>1</version><packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>dev.parallelexec</groupId><artifactId>parallel-exec-maven-plugin</artifactId>
    <version>1.0.0-SNAPSHOT</version>
    <executions><execution>
      <id>codegen</id><phase>validate</phase><goals><goal>map</goal></goals>
      <configuration>
        <workers>4</workers>
        <timeout>3s</timeout>
        <killGrace>200ms</killGrace>
        <retries>1</retries>
        <retryOn>failed</retryOn>
        <function>com.acme.Codegen::run</function>
        <items>%s</items>
        <additionalClasspathElements><element>${project.basedir}/classes</element></additionalClasspathElements>
      </configuration>
    </execution></executions>
  </plugin></plugins></build>
</project>
"""


def build(arguments):
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "com" / "acme").mkdir(parents=True)
    source = WORK / "com" / "acme" / "Codegen.java"
    source.write_text(CODE)
    subprocess.run(["javac", "-d", str(WORK / "classes"), str(source)], check=True)
    items = "".join("<item>api/%s.yaml</item>" % name for name in NAMES)
    (WORK / "pom.xml").write_text(POM % items)
    # It fails: not all of its tasks pass.
    subprocess.run(["mvn", "-B", *arguments, "validate"], cwd=WORK, stdin=subprocess.DEVNULL)
    return WORK / "target" / "parallel-exec" / "codegen" / "index.html"


def picture(page, image, scheme):
    browser = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("There is no Chromium")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
             "--user-data-dir=" + profile, "--window-size=1200,900",
             "--blink-settings=preferredColorScheme=%d" % scheme, "--screenshot=" + str(image), page.as_uri()],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    page = build(sys.argv[1:])
    IMAGES.mkdir(exist_ok=True)
    # The numbers are Blink's for what a reader prefers.
    picture(page, IMAGES / "page-light.png", 1)
    picture(page, IMAGES / "page-dark.png", 0)


if __name__ == "__main__":
    main()

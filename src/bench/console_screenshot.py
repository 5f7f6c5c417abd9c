#!/usr/bin/env python3
"""Makes docs/images/console.svg: what a terminal shows while a list runs, and when it has ended.

    mvn -B install -DskipTests && src/bench/console_screenshot.py

Runs Maven in tmux with the plugin in the local repository (MAVEN_OPTS=-Dmaven.repo.local=... for another
one), over a list made for the picture, and draws the screen with its colours. Needs tmux; writes nothing
else.
"""
import html
import os
import re
import subprocess
import tempfile
import time
import unicodedata

COLUMNS, ROWS = 100, 28
HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "..", "..", "docs", "images", "console.svg")
SOCKET = "screenshot-%d" % os.getpid()
COLORS = {30: "#24292f", 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff",
          36: "#76e3ea", 37: "#c9d1d9"}

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>com.acme</groupId><artifactId>shop</artifactId><version>1</version>
<properties><maven.compiler.release>17</maven.compiler.release>
<project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
<build><plugins>
<plugin><artifactId>maven-resources-plugin</artifactId><version>3.4.0</version></plugin>
<plugin><artifactId>maven-compiler-plugin</artifactId><version>3.15.0</version></plugin>
<plugin><groupId>dev.parallelexec</groupId><artifactId>parallel-exec-maven-plugin</artifactId>
<version>1.0.0-SNAPSHOT</version><executions><execution><id>codegen</id><goals><goal>map</goal></goals>
<configuration><workers>4</workers><function>com.acme.Gen::run</function><slowAfter>5s</slowAfter>
<retries>1</retries><files><directory>api</directory></files></configuration></execution></executions>
</plugin></plugins></build></project>
"""

SOURCE = """package com.acme;
import java.io.IOException;
import java.nio.file.Path;
public class Gen {
  public static int run(Path spec) throws Exception {
    String name = spec.getFileName().toString();
    boolean again = !System.getProperty("parallel-exec.task.attempt", "1").equals("1");
    if (name.equals("legacy.yaml")) throw new IllegalStateException("no operationId");
    if (name.equals("payments.yaml") && !again) throw new IOException("connect timed out");
    if (name.equals("native.yaml")) { System.out.println("loading libgen.so"); Runtime.getRuntime().halt(134); }
    Thread.sleep(name.equals("catalogue.yaml") ? 16000 : 300 + Math.floorMod(name.hashCode(), 900));
    return 20 + Math.floorMod(name.hashCode(), 60);
  }
}
"""

NAMES = ("catalogue orders carts payments legacy native petstore users stock prices refunds coupons search "
         "basket login mail export import audit billing tax shipping returns reviews images media themes "
         "locales currency units brands vendors offers bundles gifts loyalty points events feed sitemap").split()


def tmux(*arguments):
    return subprocess.run(["tmux", "-L", SOCKET, *arguments], capture_output=True, text=True).stdout


def wait_for(pattern):
    end = time.time() + 120
    while time.time() < end:
        if re.search(pattern, tmux("capture-pane", "-p"), re.M):
            return tmux("capture-pane", "-p", "-e")
        time.sleep(0.1)
    raise SystemExit("the screen never showed %s:\n%s" % (pattern, tmux("capture-pane", "-p")))


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def spans(line):
    """(column, text, colour, bold) of a line with SGR codes."""
    color, bold, column = COLORS[37], False, 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            for code in (int(c or 0) for c in part[2:-1].split(";")):
                if code == 0:
                    color, bold = COLORS[37], False
                elif code == 1:
                    bold = True
                elif code == 39:
                    color = COLORS[37]
                elif code in COLORS:
                    color = COLORS[code]
        elif part:
            if part.strip():
                yield column, part, color, bold
            column += width(part)


def svg(screens):
    cell, height, left, top = 8.4, 18, 16, 44
    x_size = int(COLUMNS * cell + 2 * left)
    out, y = [], top
    for screen in screens:
        for line in screen:
            for column, text, color, bold in spans(line):
                start = len(text) - len(text.lstrip())
                shown = text.strip()
                out.append('<text x="%.1f" y="%d" fill="%s"%s textLength="%.1f" xml:space="preserve">%s</text>' % (
                    left + (column + start) * cell, y, color, ' font-weight="bold"' if bold else "",
                    width(shown) * cell, html.escape(shown)))
            y += height
        y += height // 2
        if screen is not screens[-1]:
            out.append('<line x1="0" y1="%d" x2="%d" y2="%d" stroke="#30363d"/>' % (y - 18, x_size, y - 18))
            y += height // 2
    dots = "".join('<circle cx="%d" cy="18" r="6" fill="%s"/>' % (22 + 20 * i, c)
                   for i, c in enumerate(("#ff5f56", "#ffbd2e", "#27c93f")))
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" '
            'aria-label="A terminal in which a list of tasks runs">\n<rect width="100%%" height="100%%" rx="8" '
            'fill="#0d1117"/>\n%s\n<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace" '
            'font-size="14">\n%s\n</g>\n</svg>\n' % (x_size, y, x_size, y, dots, "\n".join(out)))


def lines(screen, first):
    """From the first line that matches on, without empty ones at the end."""
    shown = screen.rstrip().split("\n")
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in shown]
    return shown[next(i for i, line in enumerate(plain) if re.search(first, line)):]


def main():
    with tempfile.TemporaryDirectory() as directory:
        for name, text in [("pom.xml", POM), ("src/main/java/com/acme/Gen.java", SOURCE)] + [
                ("api/%s.yaml" % name, "") for name in NAMES]:
            path = os.path.join(directory, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
        command = "cd %s; unset CI; clear; mvn -o process-classes; echo exit=$?; cat" % directory
        try:
            tmux("-f", "/dev/null", "-u", "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), command)
            wait_for(r"^codegen .* 2\d/40")
            running = wait_for(r"catalogue.yaml +\d+s  SLOW")
            wait_for(r"^exit=")
            ended = tmux("capture-pane", "-p", "-e", "-S", "-")
        finally:
            tmux("kill-server")
    # Whoever makes the picture, wherever.
    running, ended = (screen.replace(directory, "/home/me/shop") for screen in (running, ended))
    ended = lines(ended, r"^\[INFO\] -+$|^\[INFO\]   Summary")
    start = next(i for i, line in enumerate(ended) if "Summary" in line)
    end = next(i for i, line in enumerate(ended) if "Again" in line) + 1
    rows = lines(running, "tasks on 4 workers")
    os.makedirs(os.path.dirname(TARGET), exist_ok=True)
    with open(TARGET, "w", encoding="utf-8") as file:
        file.write(svg([rows, ended[start:end]]))
    print("wrote", os.path.relpath(TARGET))


main()

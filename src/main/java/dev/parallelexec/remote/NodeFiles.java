package dev.parallelexec.remote;

import dev.parallelexec.pool.Placement;
import dev.parallelexec.remote.depot.Depot;
import dev.parallelexec.remote.depot.Found;
import dev.parallelexec.remote.depot.Parcel;
import dev.parallelexec.remote.depot.Texts;
import dev.parallelexec.remote.depot.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a build on a node that does not share this machine's. For any thread. */
public final class NodeFiles implements Placement.Freight, AutoCloseable {
  private static final String AGENT = "-javaagent:";

  private final DepotLink link;
  private final Contents contents;
  private final ThereNames names;
  private final String node;
  private final String store;

  /**
   * Starts the program that keeps them. Blocks.
   *
   * @param link closed with it, and where it cannot be had
   */
  public static NodeFiles open(DepotLink link, Contents contents, Path project)
      throws IOException, InterruptedException {
    boolean good = false;
    try {
      NodeFiles files = new NodeFiles(link, contents, project);
      good = true;
      return files;
    } finally {
      if (!good) {
        link.close();
      }
    }
  }

  private NodeFiles(DepotLink link, Contents contents, Path project)
      throws IOException, InterruptedException {
    this.link = link;
    this.contents = contents;
    DepotLink.Open open = link.ask(opened -> opened);
    this.names = new ThereNames(project, open.directory());
    this.node = open.node;
    this.store = open.store();
  }

  /** A file that is to be there; a directory where it has no hash. */
  private record Wanted(String there, String hash, boolean executable) {}

  /** A file that was found there; a directory where it has no hash. */
  private record Seen(String name, String hash, boolean executable) {}

  @Override
  public String there(String text) {
    return names.there(text);
  }

  @Override
  public void bring(List<Path> files) throws IOException, InterruptedException {
    Map<String, Path> sources = new LinkedHashMap<>();
    List<String> roots = new ArrayList<>();
    List<Wanted> wanted = new ArrayList<>();
    for (Path file : files) {
      Path root = file.toAbsolutePath().normalize();
      String there = names.brought(root);
      roots.add(there);
      for (Map.Entry<String, Path> one : Found.below(root, "").entrySet()) {
        String hash = contents.hash(one.getValue());
        String name = one.getKey().isEmpty() ? there : there + "/" + one.getKey();
        wanted.add(new Wanted(name, hash == null ? "" : hash, isExecutable(one.getValue())));
        if (hash != null) {
          sources.put(hash, one.getValue());
        }
      }
    }
    stock(sources);
    put(roots, wanted);
  }

  private static boolean isExecutable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** Makes the store have contents, by name. */
  private void stock(Map<String, Path> sources) throws IOException, InterruptedException {
    List<Map.Entry<String, Path>> all = List.copyOf(sources.entrySet());
    List<Long> sizes = new ArrayList<>();
    for (Map.Entry<String, Path> one : all) {
      sizes.add(Files.size(one.getValue()));
    }
    List<Boolean> has = told("tell what it has", () -> link.ask(to -> has(to, all, sizes)));
    for (int i = 0; i < all.size(); i++) {
      String name = all.get(i).getKey();
      Path file = all.get(i).getValue();
      if (!has.get(i)) {
        told("take " + file, () -> link.ask(to -> take(to, name, file)));
      }
    }
  }

  private static List<Boolean> has(
      DepotLink.Open to, List<Map.Entry<String, Path>> all, List<Long> sizes) throws IOException {
    to.out.writeByte(Depot.HAS);
    to.out.writeInt(all.size());
    for (int i = 0; i < all.size(); i++) {
      Texts.write(to.out, all.get(i).getKey());
      to.out.writeLong(sizes.get(i));
    }
    to.answered();
    List<Boolean> has = new ArrayList<>();
    while (has.size() < all.size()) {
      has.add(to.in.readBoolean());
    }
    return has;
  }

  private static boolean take(DepotLink.Open to, String name, Path file) throws IOException {
    to.out.writeByte(Depot.TAKE);
    Texts.write(to.out, name);
    Trouble trouble = null;
    try {
      Parcel.send(file, to.out);
    } catch (Trouble e) {
      trouble = e;
    }
    try {
      to.answered();
    } catch (Trouble e) {
      // Ours is the cause of theirs.
      throw trouble == null ? e : trouble;
    }
    return true;
  }

  private void put(List<String> roots, List<Wanted> wanted)
      throws IOException, InterruptedException {
    told(
        "put files in their place",
        () ->
            link.ask(
                to -> {
                  to.out.writeByte(Depot.PUT);
                  to.out.writeInt(roots.size());
                  for (String root : roots) {
                    Texts.write(to.out, root);
                  }
                  to.out.writeInt(wanted.size());
                  for (Wanted one : wanted) {
                    Texts.write(to.out, one.there());
                    Texts.write(to.out, one.hash());
                    to.out.writeBoolean(one.executable());
                  }
                  to.answered();
                  return true;
                }));
  }

  @Override
  public void fetch(Path directory, String regex) throws IOException, InterruptedException {
    Path root = directory.toAbsolutePath().normalize();
    String there = names.there(root);
    List<Seen> found = told("list " + there, () -> link.ask(to -> find(to, there, regex)));
    for (Seen one : found) {
      Path here = root.resolve(one.name()).normalize();
      if (!here.startsWith(root)) {
        throw new IOException("node " + node + " names a file outside " + root + ": " + one.name());
      } else if (one.hash().isEmpty()) {
        Files.createDirectories(here);
      } else {
        fetch(one, there, here);
      }
    }
  }

  private static List<Seen> find(DepotLink.Open to, String root, String regex) throws IOException {
    to.out.writeByte(Depot.FIND);
    Texts.write(to.out, root);
    Texts.write(to.out, regex);
    to.answered();
    List<Seen> found = new ArrayList<>();
    for (int left = to.in.readInt(); left > 0; left--) {
      found.add(new Seen(Texts.read(to.in), Texts.read(to.in), to.in.readBoolean()));
    }
    return found;
  }

  private void fetch(Seen one, String root, Path here) throws IOException, InterruptedException {
    String there = one.name().isEmpty() ? root : root + "/" + one.name();
    if (!one.hash().equals(contents.hash(here))) {
      told("send " + here + " back", () -> link.ask(to -> get(to, there, here)));
    }
    if (one.executable()
        && !Files.isExecutable(here)
        && !here.toFile().setExecutable(true, false)) {
      throw new IOException(here + " cannot be made executable");
    }
  }

  private static boolean get(DepotLink.Open to, String there, Path here) throws IOException {
    to.out.writeByte(Depot.GET);
    Texts.write(to.out, there);
    to.answered();
    Parcel.receive(to.in, here, null);
    return true;
  }

  /** Something that the node is asked for. */
  private interface Wish<T> {
    T come() throws IOException, InterruptedException;
  }

  private <T> T told(String what, Wish<T> wish) throws IOException, InterruptedException {
    try {
      return wish.come();
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      String self = link.self();
      // Once is enough.
      String said = why.startsWith(self) ? why.substring(self.length()) : why;
      throw new IOException(self + "node %s cannot %s: %s".formatted(node, what, said), e);
    }
  }

  /** Makes be there what a worker's JVM needs besides its class path: directory and agents. */
  public void prepare(Placement.Worker worker) throws IOException, InterruptedException {
    List<Path> agents = new ArrayList<>();
    for (String argument : worker.arguments()) {
      if (argument.startsWith(AGENT)) {
        String file = argument.substring(AGENT.length()).split("=", 2)[0];
        Path jar = worker.directory().resolve(file);
        if (Files.isRegularFile(jar)) {
          agents.add(jar);
        }
      }
    }
    bring(agents);
    directory(worker.directory());
  }

  /** From now on a file of the class path has the name that it has there. */
  public void stored(Path entry, String there) {
    names.stored(entry.toAbsolutePath().normalize(), there);
  }

  /** Makes a directory be there, whatever is in it here. */
  private void directory(Path directory) throws IOException, InterruptedException {
    String there = names.brought(directory.toAbsolutePath().normalize());
    put(List.of(), List.of(new Wanted(there, "", false)));
  }

  /**
   * Brings a class path, to where builds share it.
   *
   * @return as it is there, in order
   */
  List<String> classPath(List<Path> entries) throws IOException, InterruptedException {
    Map<String, Path> sources = new LinkedHashMap<>();
    List<String> there = new ArrayList<>();
    for (Path entry : ClassPathEntries.of(entries)) {
      boolean packed = Files.isDirectory(entry);
      Path jar = packed ? contents.packed(entry) : entry;
      String hash = contents.hash(jar);
      if (hash == null) {
        // Like the JVM, which passes over what is not there.
        continue;
      }
      String name = hash + ".jar";
      sources.put(name, jar);
      there.add(store + "/" + name);
      if (!packed) {
        stored(entry, store + "/" + name);
      }
    }
    stock(sources);
    return there;
  }

  /** The node's name. */
  String node() {
    return node;
  }

  @Override
  public void close() {
    link.close();
  }
}

package dev.parallelexec.remote.depot;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps files on a node for one build, as long as its standard input is open. Each request is
 * answered with {@link #GOOD} and what it asks for, or with {@link #BAD} and a sentence:
 *
 * <ul>
 *   <li>{@link #HAS}: a number of contents, each by name and size; answered by as many booleans
 *   <li>{@link #TAKE}: a content's name, and the {@link Parcel}
 *   <li>{@link #PUT}: a number of roots, a number of files by path, content and whether they can be
 *       executed: what else was put below the roots goes
 *   <li>{@link #FIND}: a root and a pattern; answered by a number of files with their hash
 *   <li>{@link #GET}: a path; answered by the {@link Parcel}
 *   <li>{@link #BYE}: the build's files go; answered by nothing more
 * </ul>
 */
public final class Depot {
  public static final byte HAS = 'h';
  public static final byte TAKE = 't';
  public static final byte PUT = 'p';
  public static final byte FIND = 'f';
  public static final byte GET = 'g';
  public static final byte BYE = 'b';

  public static final byte GOOD = 0;
  public static final byte BAD = 1;

  /** In front of everything that it says, so that nothing else is taken for it. */
  public static final int HELLO = 0x50584431;

  /** The exit code of one that did not arrive as it was sent. */
  private static final int DAMAGED = 4;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final Store store;
  private final Tenancy tenancy;
  private final Yard yard;

  private Depot(DataInputStream in, DataOutputStream out, Store store, Tenancy tenancy) {
    this.in = in;
    this.out = out;
    this.store = store;
    this.tenancy = tenancy;
    this.yard = new Yard(store);
  }

  /**
   * Started by Maven's side.
   *
   * @param args the SHA-256 of the jar that it comes from; the build's directory, without the way
   *     to it; bytes that the store may have; for how many milliseconds the files stay when the
   *     link breaks; the depot
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, Parcel.BUFFER));
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), Parcel.BUFFER));
    System.setOut(System.err);
    Path jar = Path.of(System.getProperty("java.class.path"));
    boolean whole = Sum.of(jar).equals(args[0]);
    // It is open, and whoever ends this program need not tidy up.
    Files.deleteIfExists(jar);
    Files.deleteIfExists(jar.getParent());
    if (!whole) {
      System.err.println("parallel-exec: " + jar + " was damaged on the way");
      System.exit(DAMAGED);
    }
    keep(
        in,
        out,
        args[1],
        new Place(Path.of(args[4]), Long.parseLong(args[2]), Long.parseLong(args[3])));
  }

  /**
   * Where files are kept.
   *
   * @param depot a directory
   * @param most bytes that builds may leave there
   * @param graceMillis how long a build's files stay when the link breaks
   */
  record Place(Path depot, long most, long graceMillis) {}

  /** Keeps a build's files until it says goodbye, or for a while after the link has broken. */
  static void keep(DataInputStream in, DataOutputStream out, String run, Place where)
      throws IOException, InterruptedException {
    Path place = Files.createDirectories(where.depot().toAbsolutePath());
    Store store = new Store(place, where.most());
    try (Tenancy tenancy = new Tenancy(place.resolve("runs"), run)) {
      store.trim(tenancy.used());
      out.writeInt(HELLO);
      Texts.write(out, place.toString());
      Texts.write(out, tenancy.directory().toString());
      out.flush();
      boolean bye = new Depot(in, out, store, tenancy).serve();
      if (!bye) {
        // Who may still read sees that there is no more.
        out.close();
        // The link may have broken, and not the build: then another one takes over.
        Thread.sleep(where.graceMillis());
      }
      tenancy.end();
    }
  }

  /** Whether it was told to end. */
  private boolean serve() {
    try {
      for (int request = in.read(); request >= 0; request = in.read()) {
        if (request == BYE) {
          return true;
        }
        answer((byte) request);
        out.flush();
      }
    } catch (IOException e) {
      // The link is broken.
    }
    return false;
  }

  private void answer(byte request) throws IOException {
    try {
      switch (request) {
        case HAS -> has();
        case TAKE -> take();
        case PUT -> {
          yard.put(in);
          out.writeByte(GOOD);
        }
        case FIND -> {
          String root = Texts.read(in);
          String regex = Texts.read(in);
          yard.find(path(root), regex, out);
        }
        case GET -> get(Texts.read(in));
        default -> throw new IOException("no request: " + request);
      }
    } catch (Trouble e) {
      out.writeByte(BAD);
      Texts.write(out, String.valueOf(e.getMessage()));
    }
  }

  private static Path path(String text) throws Trouble {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Trouble(e.toString());
    }
  }

  private void has() throws IOException {
    int count = in.readInt();
    List<String> names = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(Texts.read(in));
      sizes.add(in.readLong());
    }
    boolean[] has = new boolean[count];
    try {
      for (int i = 0; i < count; i++) {
        tenancy.uses(names.get(i));
        has[i] = store.has(names.get(i), sizes.get(i));
      }
    } catch (IOException e) {
      throw Trouble.of(e);
    }
    out.writeByte(GOOD);
    for (boolean one : has) {
      out.writeBoolean(one);
    }
  }

  private void take() throws IOException {
    store.take(Texts.read(in), in);
    out.writeByte(GOOD);
  }

  private void get(String text) throws IOException {
    Path file = path(text);
    out.writeByte(GOOD);
    try {
      Parcel.send(file, out);
    } catch (Trouble e) {
      // The other end has heard of it.
    }
  }
}

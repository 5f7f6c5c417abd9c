package dev.parallelexec.jvm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What a class file says of its class, as far as calls are concerned. */
public final class ClassFile {
  private final ClassFiles files;
  private final List<Method> methods = new ArrayList<>();
  private final List<String> supertypes = new ArrayList<>();
  private String name = "";
  private int access;

  private ClassFile(ClassFiles files) {
    this.files = files;
  }

  /**
   * A method.
   *
   * @param name {@code <init>} for a constructor
   * @param descriptor as the JVM writes it
   * @param access the JVM's flags
   */
  public record Method(String name, String descriptor, int access) {
    /** Whether it can be called from anywhere. */
    public boolean isPublic() {
      return (access & Opcodes.ACC_PUBLIC) != 0;
    }

    /** Whether it can be called within its class alone. */
    public boolean isPrivate() {
      return (access & Opcodes.ACC_PRIVATE) != 0;
    }

    /** Whether it needs no instance. */
    public boolean isStatic() {
      return (access & Opcodes.ACC_STATIC) != 0;
    }

    /** The class of its only parameter, as {@code java.util.List}; empty unless it has just one. */
    public Optional<String> onlyParameter() {
      Type[] types = Type.getArgumentTypes(descriptor);
      return types.length == 1 ? Optional.of(types[0].getClassName()) : Optional.empty();
    }

    boolean isSynthetic() {
      return (access & Opcodes.ACC_SYNTHETIC) != 0;
    }
  }

  /** Empty where the bytes cannot be read: damaged, or newer than the reader. */
  static Optional<ClassFile> of(byte[] bytes, ClassFiles files) {
    try {
      ClassFile read = new ClassFile(files);
      new ClassReader(bytes)
          .accept(
              read.new Reader(),
              ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      return Optional.of(read);
    } catch (RuntimeException e) {
      // The parser meets broken input with whatever index happens to be wrong.
      return Optional.empty();
    }
  }

  private final class Reader extends ClassVisitor {
    Reader() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int flags,
        String internal,
        @Nullable String signature,
        @Nullable String superName,
        String[] interfaces) {
      name = internal;
      access = flags;
      if (superName != null) {
        supertypes.add(superName);
      }
      supertypes.addAll(List.of(interfaces));
    }

    /** A nested class's own flags stand here; those of the file know only public and package. */
    @Override
    public void visitInnerClass(
        String internal, @Nullable String outer, @Nullable String inner, int flags) {
      if (internal.equals(name)) {
        access = flags;
      }
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int flags,
        String method,
        String descriptor,
        @Nullable String signature,
        String[] exceptions) {
      methods.add(new Method(method, descriptor, flags));
      return null;
    }
  }

  /** With dots, and {@code $} before a nested class. */
  public String name() {
    return name.replace('/', '.');
  }

  /** Whether it can be seen from anywhere. */
  public boolean isPublic() {
    return (access & Opcodes.ACC_PUBLIC) != 0;
  }

  /** Whether no instance of it can be made; interfaces are abstract. */
  public boolean isAbstract() {
    return (access & Opcodes.ACC_ABSTRACT) != 0;
  }

  /** Whether it has a public constructor without parameters. */
  public boolean hasPlainConstructor() {
    return methods.stream()
        .anyMatch(m -> m.name.equals("<init>") && m.descriptor.equals("()V") && m.isPublic());
  }

  /**
   * All methods, inherited ones behind the class's own; static ones of interfaces are not
   * inherited, constructors and what compilers added are left out. Where a class above is missing,
   * {@link ClassFiles#isComplete} is false.
   */
  public List<Method> methods() {
    List<Method> all = new ArrayList<>();
    for (ClassFile type : hierarchy()) {
      boolean foreign = type != this && (type.access & Opcodes.ACC_INTERFACE) != 0;
      for (Method method : type.methods) {
        boolean ours = !method.name.startsWith("<") && !method.isSynthetic();
        if (ours && !(foreign && method.isStatic())) {
          all.add(method);
        }
      }
    }
    return all;
  }

  /** Whether it is, extends or implements a class, by its name with dots. */
  public boolean isA(String type) {
    return hierarchy().stream().anyMatch(above -> above.name().equals(type));
  }

  private Set<ClassFile> hierarchy() {
    Set<ClassFile> all = new LinkedHashSet<>();
    List<ClassFile> open = new ArrayList<>(List.of(this));
    while (!open.isEmpty()) {
      ClassFile next = open.remove(0);
      if (all.add(next)) {
        for (String supertype : next.supertypes) {
          Optional<ClassFile> above = files.above(supertype);
          if (above.isPresent()) {
            open.add(above.get());
          }
        }
      }
    }
    return all;
  }
}

package dev.parallelexec.jvm;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites one class: what calls, or refers to, {@code System.exit} or {@code Runtime.exit} gets
 * the worker's own method in its place. The stack before and after is the same, so frames stay
 * right; methods without such a call stay as they are, byte for byte.
 */
final class ExitRewriter {
  private static final int API = Opcodes.ASM9;
  private static final String EXIT = "exit";
  private static final String SYSTEM = "java/lang/System";
  private static final String RUNTIME = "java/lang/Runtime";
  private static final String CODE = "(I)V";
  private static final String OWN = "dev/parallelexec/worker/Exit";
  private static final String RUNTIME_CODE = "(Ljava/lang/Runtime;I)V";

  private ExitRewriter() {}

  /**
   * The class with its calls changed; empty where there is nothing to change, and where the class
   * cannot be read (broken, or newer than the parser): then it is best left alone.
   */
  static Optional<byte[]> rewritten(byte[] original) {
    try {
      ClassReader reader = new ClassReader(original);
      Set<String> methods = new HashSet<>();
      reader.accept(
          new Methods(null, (name, ignored) -> new Calls(null, () -> methods.add(name))),
          ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      if (methods.isEmpty()) {
        return Optional.empty();
      }
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(
          new Methods(
              writer, (name, inner) -> methods.contains(name) ? new Calls(inner, () -> {}) : inner),
          0);
      return Optional.of(writer.toByteArray());
    } catch (RuntimeException e) {
      // The parser meets broken input with whatever index happens to be wrong.
      return Optional.empty();
    }
  }

  /** What visits a method, by its name and descriptor. */
  private interface Choice {
    @Nullable MethodVisitor visitor(String method, @Nullable MethodVisitor inner);
  }

  /** Walks the methods of a class. */
  private static final class Methods extends ClassVisitor {
    private final Choice choice;

    Methods(@Nullable ClassVisitor next, Choice choice) {
      super(API, next);
      this.choice = choice;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String[] exceptions) {
      return choice.visitor(
          name + descriptor, super.visitMethod(access, name, descriptor, signature, exceptions));
    }
  }

  /** Changes the calls of a method, and tells that there was one. */
  private static final class Calls extends MethodVisitor {
    private final Runnable told;

    Calls(@Nullable MethodVisitor next, Runnable told) {
      super(API, next);
      this.told = told;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (!name.equals(EXIT) || !descriptor.equals(CODE)) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      } else if (opcode == Opcodes.INVOKESTATIC && owner.equals(SYSTEM)) {
        told.run();
        super.visitMethodInsn(opcode, OWN, EXIT, CODE, false);
      } else if (opcode == Opcodes.INVOKEVIRTUAL && owner.equals(RUNTIME)) {
        told.run();
        super.visitMethodInsn(Opcodes.INVOKESTATIC, OWN, EXIT, RUNTIME_CODE, false);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      super.visitInvokeDynamicInsn(name, descriptor, changed(bootstrap), changed(arguments));
    }

    @Override
    public void visitLdcInsn(Object value) {
      super.visitLdcInsn(changed(value));
    }

    private Object[] changed(Object[] constants) {
      return Arrays.stream(constants).map(this::changed).toArray();
    }

    private Object changed(Object constant) {
      if (constant instanceof Handle handle) {
        return changed(handle);
      }
      if (!(constant instanceof ConstantDynamic dynamic)) {
        return constant;
      }
      Object[] arguments = new Object[dynamic.getBootstrapMethodArgumentCount()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = changed(dynamic.getBootstrapMethodArgument(i));
      }
      return new ConstantDynamic(
          dynamic.getName(),
          dynamic.getDescriptor(),
          changed(dynamic.getBootstrapMethod()),
          arguments);
    }

    private Handle changed(Handle handle) {
      if (!handle.getName().equals(EXIT) || !handle.getDesc().equals(CODE)) {
        return handle;
      }
      if (handle.getTag() == Opcodes.H_INVOKESTATIC && handle.getOwner().equals(SYSTEM)) {
        told.run();
        return new Handle(Opcodes.H_INVOKESTATIC, OWN, EXIT, CODE, false);
      }
      if (handle.getTag() == Opcodes.H_INVOKEVIRTUAL && handle.getOwner().equals(RUNTIME)) {
        told.run();
        return new Handle(Opcodes.H_INVOKESTATIC, OWN, EXIT, RUNTIME_CODE, false);
      }
      return handle;
    }
  }
}

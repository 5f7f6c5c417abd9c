package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class ExitRewriterTest {
  private static final Handle EXIT =
      new Handle(Opcodes.H_INVOKESTATIC, "java/lang/System", "exit", "(I)V", false);
  private static final Handle INVOKE =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "java/lang/invoke/ConstantBootstraps",
          "invoke",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;"
              + "Ljava/lang/invoke/MethodHandle;[Ljava/lang/Object;)Ljava/lang/Object;",
          false);

  @Test
  void aMethodHandleConstantIsChanged(@TempDir Path dir) throws Exception {
    byte[] original =
        method(
            code -> {
              code.visitLdcInsn(EXIT);
              code.visitInsn(Opcodes.ICONST_3);
              code.visitMethodInsn(
                  Opcodes.INVOKEVIRTUAL,
                  "java/lang/invoke/MethodHandle",
                  "invokeExact",
                  "(I)V",
                  false);
            });

    assertThatThrownBy(() -> run(dir, original)).hasMessage("exit 3");
  }

  @Test
  void aConstantThatIsMadeByExitingIsChanged(@TempDir Path dir) throws Exception {
    ConstantDynamic made = new ConstantDynamic("x", "Ljava/lang/Object;", INVOKE, EXIT, 4);
    byte[] original =
        method(
            code -> {
              code.visitLdcInsn(made);
              code.visitInsn(Opcodes.POP);
            });

    assertThatThrownBy(() -> run(dir, original)).hasMessage("exit 4");
  }

  @Test
  void otherMethodsOfThatNameStay() {
    byte[] original =
        method(
            code -> {
              code.visitLdcInsn("java/lang/System");
              code.visitInsn(Opcodes.POP);
              code.visitInsn(Opcodes.ICONST_1);
              code.visitMethodInsn(Opcodes.INVOKESTATIC, "a/Exits", "exit", "(I)V", false);
            });

    assertThat(ExitScan.mayExit(original, original.length)).isTrue();
    assertThat(ExitRewriter.rewritten(original)).isEmpty();
  }

  /** Jars hold all sorts of things that are called a class. */
  @Property(tries = 300)
  void anythingCanBeLookedAt(@ForAll byte[] noise, @ForAll boolean asClass) {
    byte[] bytes = noise.clone();
    if (asClass && bytes.length > 4) {
      System.arraycopy(
          new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE}, 0, bytes, 0, 4);
    }

    assertThat(ExitScan.mayExit(bytes, bytes.length)).isFalse();
    assertThat(ExitRewriter.rewritten(bytes)).isEmpty();
  }

  @Property(tries = 200)
  void aClassThatIsCutShortIsNotChanged(@ForAll int seed) throws IOException {
    byte[] whole = bytesOf(ExitRewriterTest.class);
    int length = Math.floorMod(seed, whole.length);
    byte[] cut = Arrays.copyOf(whole, length);

    assertThatCode(() -> ExitScan.mayExit(cut, length)).doesNotThrowAnyException();
    assertThat(ExitRewriter.rewritten(cut)).isEmpty();
  }

  private static byte[] bytesOf(Class<?> type) throws IOException {
    try (var in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }

  private interface Code {
    void writeTo(MethodVisitor method);
  }

  private static byte[] method(Code code) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Made", null, "java/lang/Object", null);
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", "()V", null, null);
    method.visitCode();
    code.writeTo(method);
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
    return writer.toByteArray();
  }

  private static void run(Path dir, byte[] original) throws Throwable {
    assertThat(ExitScan.mayExit(original, original.length)).isTrue();
    Files.write(dir.resolve("Made.class"), ExitRewriter.rewritten(original).orElseThrow());
    Sources.exitStandIn(dir);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {dir.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      loader.loadClass("Made").getMethod("run").invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

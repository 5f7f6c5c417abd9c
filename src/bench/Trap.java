import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.Permission;

/**
 * Runs a main that may call {@code System.exit}, and goes on: what one writes by hand where a pool
 * knows nothing of that. Needs a JDK that still has the security manager, 17 to 23.
 */
@SuppressWarnings("removal")
public final class Trap extends SecurityManager {
  private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

  private static final class Exit extends SecurityException {
    private static final long serialVersionUID = 1;
  }

  private Trap() {}

  @Override
  public void checkExit(int code) {
    if (INSIDE.get()) {
      throw new Exit();
    }
  }

  @Override
  public void checkPermission(Permission permission) {}

  @Override
  public void checkPermission(Permission permission, Object context) {}

  private static synchronized void set() {
    if (System.getSecurityManager() == null) {
      System.setSecurityManager(new Trap());
    }
  }

  /**
   * Calls the main of a class that this class's loader knows. That becomes the thread's context
   * loader, too: the one that Gradle's workers have shows the package of their action alone.
   */
  public static void run(String main, String[] arguments) throws Exception {
    set();
    ClassLoader loader = Trap.class.getClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    Method method = Class.forName(main, true, loader).getMethod("main", String[].class);
    INSIDE.set(true);
    try {
      method.invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof Exit)) {
        throw e;
      }
    } finally {
      INSIDE.set(false);
    }
  }
}

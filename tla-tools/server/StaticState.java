import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The static state of the classes that {@code RestartableJar} has rewritten: when it is initialized, and how it is all forgotten.
 *
 * A class is initialized as Java would do it (Java Language Specification 12.4.2): when it is first used, its superclass first, by one
 * thread while others wait, and a second time not before {@link #forget}.
 */
public final class StaticState {
  private static final ConcurrentMap<Class<?>, StaticState> ALL = new ConcurrentHashMap<>();

  private final Class<?> owner;
  private Thread initializing;
  private boolean initialized;
  private Throwable failure;

  private StaticState(Class<?> owner) {
    this.owner = owner;
  }

  /** Called by a class whose state is not there yet. */
  public static void initialize(Class<?> owner) {
    ALL.computeIfAbsent(owner, StaticState::new).initialize();
  }

  /** Called for a class that {@code Class.forName} has found, which initializes it, too. */
  public static Class<?> named(Class<?> found) throws ReflectiveOperationException {
    for (Class<?> type = found; type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (!method.getName().equals("$ensure")) continue;
        method.invoke(null);
        return found;
      }
    }
    return found;
  }

  /** As if no class had been used yet. No thread may be using one. */
  public static void forget() throws ReflectiveOperationException {
    List<StaticState> states = new ArrayList<>(ALL.values());
    ALL.clear();
    for (StaticState state : states) state.call("$forget");
  }

  private void initialize() {
    if (!begin()) return;
    Throwable thrown = null;
    try {
      call("$initialize");
      ready();
    } catch (InvocationTargetException failed) {
      thrown = failed.getCause();
    } catch (ReflectiveOperationException impossible) {
      thrown = impossible;
    }
    end(thrown);
    if (thrown != null) throw asError(thrown);
  }

  /** Whether the caller is the one to initialize it; false when it is initialized, or when the caller is in the middle of it. */
  private synchronized boolean begin() {
    if (initializing == Thread.currentThread()) return false;
    while (initializing != null) await();
    if (failure != null) throw new NoClassDefFoundError("Could not initialize class " + owner.getName());
    if (initialized) return false;
    initializing = Thread.currentThread();
    return true;
  }

  private synchronized void end(Throwable thrown) {
    initializing = null;
    initialized = true;
    failure = thrown;
    notifyAll();
  }

  private void await() {
    boolean interrupted = false;
    for (;;) {
      try {
        wait();
        break;
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  private static Error asError(Throwable thrown) {
    return thrown instanceof Error ? (Error) thrown : new ExceptionInInitializerError(thrown);
  }

  private void call(String name) throws ReflectiveOperationException {
    Method method = owner.getDeclaredMethod(name);
    method.setAccessible(true);
    method.invoke(null);
  }

  private void ready() throws ReflectiveOperationException {
    Field ready = owner.getDeclaredField("$ready");
    ready.setAccessible(true);
    ready.setBoolean(null, true);
  }
}

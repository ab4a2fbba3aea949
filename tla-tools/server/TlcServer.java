import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Runs TLC many times in one JVM, one run after the other: `java -jar JAR FOLDER`, with a jar that RestartableJar has written.
 *
 * TLC keeps its state in static fields; after each run they are as if no class had been used yet. What else a run does to the JVM
 * (standard streams, system properties, shutdown hooks, management beans) is undone, and what cannot be undone is told.
 *
 * Standard input: requests. A request is a number of strings: the folder of the specification, then the arguments of TLC.
 * The single strings `checkpoint` and `progress` are no runs: the one that goes on shall write down what it has seen so far, or say how far
 * it came.
 * A number has four bytes, the highest first; a string is its length in bytes and its bytes in UTF-8.
 * Standard output: frames of a kind (one byte), a length and that many bytes. Kinds: `R` ready for a request, with what the run before
 * left behind; `O` and `E` what the run wrote to its standard output and its standard error; `X` the end of the run, with its exit
 * status, and with the name of the exception if one ended it.
 * FOLDER is empty: there a small specification is checked before the first request, so that the first run is as fast as the others.
 * With one more argument, that is all: for a Java that keeps what it has loaded (`-XX:ArchiveClassesAtExit`).
 * The end of standard input is the end of the server, whatever it is doing: it does not outlive the process that started it.
 */
public final class TlcServer {
  private static final long THREADS_END_MILLISECONDS = 500;
  private static final String RECOVERED = "@!@!@STARTMSG 2198:";

  private final Frames frames;

  private TlcServer(Frames frames) {
    this.frames = frames;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 1) {
      new WarmUp(Path.of(arguments[0])).run();
      System.exit(0);
    }
    TlcServer server = new TlcServer(new Frames(new FileOutputStream(FileDescriptor.out)));
    BlockingQueue<List<String>> requests = readRequests();
    new WarmUp(Path.of(arguments[0])).run();
    server.frames.write('R', "");
    for (;;) server.frames.write('R', String.join("\n", server.serve(requests.take())));
  }

  /** A thread of its own reads, so that the end of the input is seen in the middle of a run. */
  private static BlockingQueue<List<String>> readRequests() {
    BlockingQueue<List<String>> requests = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> {
      try (DataInputStream input = new DataInputStream(new BufferedInputStream(System.in))) {
        for (;;) {
          List<String> request = readRequest(input);
          if (request.equals(List.of("checkpoint"))) wakeChecker(true);
          else if (request.equals(List.of("progress"))) wakeChecker(false);
          else requests.add(request);
        }
      } catch (EOFException end) {
        Runtime.getRuntime().halt(0);
      } catch (IOException | RuntimeException | Error broken) {
        Runtime.getRuntime().halt(1);
      }
    }, "requests");
    reader.setDaemon(true);
    reader.start();
    return requests;
  }

  /** Wakes the thread that tells now and then how far the search came, and looks whether a checkpoint is due. */
  private static void wakeChecker(boolean checkpoint) {
    try {
      Class<?> globals = ClassLoader.getSystemClassLoader().loadClass("tlc2.TLCGlobals");
      Object checker = globals.getField("mainChecker").get(null);
      if (checker == null) return;
      if (checkpoint) globals.getMethod("forceChkpt").invoke(null);
      synchronized (checker) {
        checker.notifyAll();
      }
    } catch (ReflectiveOperationException otherVersion) {
      // Then TLC does both when it will.
    }
  }

  private static List<String> readRequest(DataInputStream input) throws IOException {
    int count = input.readInt();
    List<String> strings = new ArrayList<>();
    while (strings.size() < count) {
      byte[] bytes = new byte[input.readInt()];
      input.readFully(bytes);
      strings.add(new String(bytes, StandardCharsets.UTF_8));
    }
    return strings;
  }

  /** What is left of the run. */
  private List<String> serve(List<String> request) throws Exception {
    Run run = new Run(request, frames);
    run.execute();
    frames.write('X', run.status + "\n" + run.exception);
    return run.tidy();
  }

  /** One run of TLC, and the state of the JVM before it. */
  static final class Run {
    private final ClassLoader loader = ClassLoader.getSystemClassLoader();
    private final List<String> request;
    private final Frames frames;
    private final ThreadGroup group = new ThreadGroup("run");
    private final PrintStream outBefore = System.out;
    private final PrintStream errorBefore = System.err;
    private final Properties propertiesBefore = (Properties) System.getProperties().clone();
    private final Collection<Thread> hooksBefore = new ArrayList<>();
    private volatile int status = 1;
    private volatile String exception = "";

    Run(List<String> request, Frames frames) {
      this.request = request;
      this.frames = frames;
    }

    void execute() throws Exception {
      hooksBefore.addAll(shutdownHooks().keySet());
      try (PrintStream out = frames.stream('O'); PrintStream error = frames.stream('E')) {
        System.setOut(out);
        System.setErr(error);
        Thread main = new Thread(group, this::callTlc, "main");
        main.start();
        main.join();
      }
    }

    /** Leaves the JVM as it was; what cannot be undone. */
    List<String> tidy() throws Exception {
      System.setOut(outBefore);
      System.setErr(errorBefore);
      System.setProperties(propertiesBefore);
      shutdownHooks().keySet().retainAll(hooksBefore);
      unregisterBeans();
      List<String> left = threads().stream().map(thread -> "thread " + thread.getName()).collect(Collectors.toList());
      StaticState.forget();
      if (isHeapTight()) left.add("memory");
      return left;
    }

    /**
     * The threads that still do something after a while, and so could disturb the next run. After a violation TLC leaves threads that wait,
     * without a deadline, for objects of this run, which nothing else knows: the queue of states has three. They are left alone; to interrupt
     * them is no good, as some answer it with `System.exit`.
     */
    private List<Thread> threads() throws InterruptedException {
      long deadline = System.currentTimeMillis() + THREADS_END_MILLISECONDS;
      for (;;) {
        List<Thread> active = activeThreads();
        if (active.isEmpty() || System.currentTimeMillis() > deadline) return active;
        Thread.sleep(1);
      }
    }

    /** Without those of the pool that Java shares. */
    private List<Thread> activeThreads() {
      Thread[] threads = new Thread[group.activeCount() + 8];
      int count = group.enumerate(threads);
      return Arrays.stream(threads, 0, count)
          .filter(thread -> thread.getState() != Thread.State.WAITING && !thread.getName().startsWith("ForkJoinPool.commonPool"))
          .collect(Collectors.toList());
    }
    /** Does what `tlc2.TLC.main` does, except that it does not leave the JVM. */
    private void callTlc() {
      try {
        Class<?> toolIo = loader.loadClass("util.ToolIO");
        toolIo.getMethod("setUserDir", String.class).invoke(null, request.get(0));
        Class<?> type = loader.loadClass("tlc2.TLC");
        Object tlc = type.getConstructor().newInstance();
        Object arguments = request.subList(1, request.size()).toArray(new String[0]);
        if (!(Boolean) type.getMethod("handleParameters", String[].class).invoke(tlc, arguments)) return;
        if (!checksEnvironment(type, tlc)) return;
        Class<?> resolver = loader.loadClass("util.SimpleFilenameToStream");
        type.getMethod("setResolver", loader.loadClass("util.FilenameToStream")).invoke(tlc, resolver.getConstructor().newInstance());
        Object error = type.getMethod("process").invoke(tlc);
        Class<?> exits = loader.loadClass("tlc2.output.EC$ExitStatus");
        status = (Integer) exits.getMethod("errorConstantToExitStatus", int.class).invoke(null, error);
      } catch (InvocationTargetException thrown) {
        tell(thrown.getCause());
      } catch (ReflectiveOperationException | RuntimeException | Error thrown) {
        tell(thrown);
      }
    }

    /** Not there, or not needed, in other versions of TLC. */
    private boolean checksEnvironment(Class<?> type, Object tlc) throws ReflectiveOperationException {
      for (Method method : type.getDeclaredMethods()) {
        if (!method.getName().equals("checkEnvironment") || method.getParameterCount() > 0) continue;
        method.setAccessible(true);
        return (Boolean) method.invoke(tlc);
      }
      return true;
    }

    private void tell(Throwable thrown) {
      exception = thrown.getClass().getName();
      System.err.print("Exception in thread \"main\" ");
      thrown.printStackTrace();
    }
  }

  /** Whether a third of the heap is taken between two runs, by what the classes of earlier runs hold. */
  private static boolean isHeapTight() {
    if (isOverAThird()) System.gc();
    return isOverAThird();
  }

  private static boolean isOverAThird() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory() > runtime.maxMemory() / 3;
  }

  /** TLC would keep the classes of every run alive by them, and each would print once more at the end of the JVM. */
  @SuppressWarnings("unchecked")
  private static Map<Thread, Thread> shutdownHooks() throws ReflectiveOperationException {
    Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
    hooks.setAccessible(true);
    return (Map<Thread, Thread>) hooks.get(null);
  }

  private static void unregisterBeans() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName name : server.queryNames(null, null)) if (name.getDomain().startsWith("tlc2")) server.unregisterMBean(name);
  }

  /** Standard output of the server; whole frames only, from any thread. */
  static final class Frames {
    private final DataOutputStream output;

    Frames(OutputStream output) {
      this.output = new DataOutputStream(new BufferedOutputStream(output, 1 << 16));
    }

    void write(int kind, String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      write(kind, bytes, 0, bytes.length);
    }

    synchronized void write(int kind, byte[] bytes, int from, int length) throws IOException {
      output.writeByte(kind);
      output.writeInt(length);
      output.write(bytes, from, length);
      output.flush();
    }

    /** What is written to it after it was closed, by a thread that was left behind, is dropped. */
    PrintStream stream(int kind) throws IOException {
      OutputStream frames = new OutputStream() {
        @Override
        public void write(int single) throws IOException {
          write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          if (length > 0) Frames.this.write(kind, bytes, from, length);
        }
      };
      return new RunStream(new BufferedOutputStream(frames, 1 << 13));
    }
  }

  /** What a run prints, and the moment at which it has read a checkpoint and not yet begun to search. */
  static final class RunStream extends PrintStream {
    RunStream(OutputStream output) throws IOException {
      super(output, true, "UTF-8");
    }

    @Override
    public void println(String text) {
      super.println(text);
      if (text != null && text.startsWith(RECOVERED)) evaluateAssumptions();
    }

    /** TLC does that only when it begins anew, and so the registers that assumptions set are not set. */
    private static void evaluateAssumptions() {
      try {
        Object checker = ClassLoader.getSystemClassLoader().loadClass("tlc2.TLCGlobals").getField("mainChecker").get(null);
        checker.getClass().getMethod("checkAssumptions").invoke(checker);
      } catch (ReflectiveOperationException otherVersion) {
        // Then the specification misses its registers, and TLC says so.
      }
    }
  }
}

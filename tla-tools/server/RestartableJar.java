import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Rewrites the classes of a jar so that their static state can be forgotten, and adds those of TlcServer, so that `java -jar TO` runs it:
 * `java -cp CLASSES:ASM RestartableJar FROM TO CLASSES`.
 *
 * A class initializer becomes a method, and each use of a class that would make Java initialize it (Java Language Specification 12.4.1)
 * asks StaticState first: `new`, a static field, a static method, a constructor called by reflection, {@code Class.forName}. What runs, and
 * in which order, is what runs in a fresh JVM. {@code StaticState.forget()} sets all static fields back, so that all classes are initialized once more.
 *
 * Fields of interfaces must be final, so they move to a class of their own. Constants of compile time stay as they are, and so do enums:
 * Java keeps their values in places of its own, and the values are all the state that they have.
 */
public final class RestartableJar implements Opcodes {
  private static final int API = ASM9;
  private static final String FOR_NAME = "(Ljava/lang/String;)Ljava/lang/Class;";
  private static final String STATE = Type.getInternalName(StaticState.class);

  /** TlcServer undoes what a run registers with java.lang. Opened by an option instead, Java would start without the archive of its own classes. */
  private static final String MANIFEST = "Manifest-Version: 1.0\nMain-Class: TlcServer\nAdd-Opens: java.base/java.lang\n";

  private final Map<String, Facts> classes = new HashMap<>();

  public static void main(String[] arguments) throws IOException {
    new RestartableJar().rewrite(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
  }

  private void rewrite(Path from, Path to, Path server) throws IOException {
    Map<String, byte[]> entries = read(from);
    entries.remove(JarFile.MANIFEST_NAME);
    entries.forEach((name, bytes) -> {
      if (isClass(name)) study(bytes);
    });
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(to))) {
      // It is read more often than written.
      zip.setLevel(0);
      write(zip, JarFile.MANIFEST_NAME, MANIFEST.getBytes(StandardCharsets.UTF_8));
      for (Path file : classesOf(server)) write(zip, file.getFileName().toString(), Files.readAllBytes(file));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        if (isClass(entry.getKey())) writeClass(zip, entry.getKey(), new ClassReader(entry.getValue()));
        else write(zip, entry.getKey(), entry.getValue());
      }
    }
  }

  private static Map<String, byte[]> read(Path jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream input = zip.getInputStream(entry)) {
          entries.put(entry.getName(), input.readAllBytes());
        }
      }
    }
    return entries;
  }

  private static List<Path> classesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().collect(Collectors.toList());
    }
  }

  private static boolean isClass(String entry) {
    return entry.endsWith(".class") && !entry.startsWith("META-INF/") && !entry.equals("module-info.class");
  }

  private void writeClass(ZipOutputStream zip, String entry, ClassReader reader) throws IOException {
    Facts facts = classes.get(reader.getClassName());
    ClassWriter writer = new ClassWriter(0);
    reader.accept(new ClassRewriter(writer, facts), 0);
    write(zip, entry, writer.toByteArray());
    if (facts.isStateful() && facts.isInterface()) write(zip, facts.home() + ".class", companionOf(facts));
  }

  private static void write(OutputStream to, String name, byte[] bytes) throws IOException {
    ZipOutputStream zip = (ZipOutputStream) to;
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(bytes);
  }

  /** What must be known of a class to rewrite another one. */
  private static final class Facts {
    private String name;
    private String superName;
    private List<String> interfaces;
    private int access;
    private boolean hasInitializer;
    private boolean hasDefaultMethods;
    /** Static fields that are no constants of compile time: name to descriptor. */
    private final Map<String, String> state = new LinkedHashMap<>();
    private final Set<String> constants = new HashSet<>();

    private boolean isInterface() {
      return (access & ACC_INTERFACE) != 0;
    }

    private boolean isEnum() {
      return "java/lang/Enum".equals(superName);
    }

    private boolean isStateful() {
      return !isEnum() && (hasInitializer || !state.isEmpty());
    }

    /** The class that holds the static fields. */
    private String home() {
      return isInterface() ? name + "$$State" : name;
    }
  }

  private void study(byte[] bytes) {
    Facts facts = new Facts();
    new ClassReader(bytes).accept(new ClassVisitor(API) {
      @Override
      public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        facts.name = name;
        facts.superName = superName;
        facts.interfaces = List.of(interfaces);
        facts.access = access;
      }

      @Override
      public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        if ((access & ACC_STATIC) == 0) return null;
        if (value == null) facts.state.put(name, descriptor);
        else facts.constants.add(name);
        return null;
      }

      @Override
      public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
        if (name.equals("<clinit>")) facts.hasInitializer = true;
        else if ((access & (ACC_STATIC | ACC_ABSTRACT)) == 0) facts.hasDefaultMethods = true;
        return null;
      }
    }, ClassReader.SKIP_CODE);
    classes.put(facts.name, facts);
  }

  /** The class whose initialization an instance of `name` needs: it, or its nearest superclass that has any. Null when none has. */
  private String initializedFor(String name) {
    for (Facts facts = classes.get(name); facts != null; facts = classes.get(facts.superName)) {
      if (facts.isStateful()) return facts.name;
    }
    return null;
  }

  /** Where a static field that is named by way of `owner` is declared (Java Virtual Machine Specification 5.4.3.2); null when elsewhere. */
  private Facts declaring(String owner, String field) {
    Facts facts = classes.get(owner);
    if (facts == null || facts.state.containsKey(field) || facts.constants.contains(field)) return facts;
    for (String one : facts.interfaces) {
      Facts found = declaring(one, field);
      if (found != null) return found;
    }
    return facts.superName == null ? null : declaring(facts.superName, field);
  }

  private boolean isSameOrSubclass(String name, String of) {
    for (Facts facts = classes.get(name); facts != null; facts = classes.get(facts.superName)) {
      if (facts.name.equals(of)) return true;
    }
    return false;
  }

  /** Interfaces that are initialized with a class: those that bring code to it. */
  private List<Facts> interfacesInitializedWith(Facts facts) {
    List<Facts> all = new ArrayList<>();
    for (String name : facts.interfaces) {
      Facts found = classes.get(name);
      if (found == null) continue;
      all.addAll(interfacesInitializedWith(found));
      if (found.hasDefaultMethods && found.isStateful()) all.add(found);
    }
    return all;
  }

  private static void callEnsure(MethodVisitor code, String owner) {
    code.visitMethodInsn(INVOKESTATIC, owner, "$ensure", "()V", false);
  }

  private byte[] companionOf(Facts facts) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(V1_8, ACC_PUBLIC | ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC, facts.home(), null, "java/lang/Object", null);
    facts.state.forEach((name, descriptor) -> writer.visitField(ACC_PUBLIC | ACC_STATIC, name, descriptor, null, null).visitEnd());
    addState(writer, facts);
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** What StaticState, and every user of the class, calls. */
  private void addState(ClassVisitor to, Facts facts) {
    to.visitField(ACC_PUBLIC | ACC_STATIC | ACC_VOLATILE | ACC_SYNTHETIC, "$ready", "Z", null, null).visitEnd();
    addEnsure(method(to, "$ensure"), facts);
    addInitialize(method(to, "$initialize"), facts);
    addForget(method(to, "$forget"), facts);
  }

  private static MethodVisitor method(ClassVisitor to, String name) {
    MethodVisitor code = to.visitMethod(ACC_PUBLIC | ACC_STATIC | ACC_SYNTHETIC, name, "()V", null, null);
    code.visitCode();
    return code;
  }

  private static void addEnsure(MethodVisitor code, Facts facts) {
    Label ready = new Label();
    code.visitFieldInsn(GETSTATIC, facts.home(), "$ready", "Z");
    code.visitJumpInsn(IFNE, ready);
    code.visitLdcInsn(Type.getObjectType(facts.home()));
    code.visitMethodInsn(INVOKESTATIC, STATE, "initialize", "(Ljava/lang/Class;)V", false);
    code.visitLabel(ready);
    code.visitFrame(F_SAME, 0, null, 0, null);
    end(code);
  }

  private void addInitialize(MethodVisitor code, Facts facts) {
    if (!facts.isInterface()) {
      String above = initializedFor(facts.superName);
      if (above != null) callEnsure(code, above);
      for (Facts one : interfacesInitializedWith(facts)) callEnsure(code, one.home());
    }
    if (facts.hasInitializer) code.visitMethodInsn(INVOKESTATIC, facts.name, "$clinit", "()V", facts.isInterface());
    end(code);
  }

  private static void addForget(MethodVisitor code, Facts facts) {
    facts.state.forEach((name, descriptor) -> {
      code.visitInsn(zeroOf(descriptor));
      code.visitFieldInsn(PUTSTATIC, facts.home(), name, descriptor);
    });
    code.visitInsn(ICONST_0);
    code.visitFieldInsn(PUTSTATIC, facts.home(), "$ready", "Z");
    end(code);
  }

  private static void end(MethodVisitor code) {
    code.visitInsn(RETURN);
    code.visitMaxs(2, 0);
    code.visitEnd();
  }

  private static int zeroOf(String descriptor) {
    switch (descriptor.charAt(0)) {
      case 'J':
        return LCONST_0;
      case 'F':
        return FCONST_0;
      case 'D':
        return DCONST_0;
      case 'L':
      case '[':
        return ACONST_NULL;
      default:
        return ICONST_0;
    }
  }

  private final class ClassRewriter extends ClassVisitor {
    private final Facts facts;

    private ClassRewriter(ClassVisitor next, Facts facts) {
      super(API, next);
      this.facts = facts;
    }

    /** Public, as a use of its state may come from a class that could not name it. */
    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
      super.visit(version, access | ACC_PUBLIC, name, signature, superName, interfaces);
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
      if (!facts.isStateful() || !facts.state.containsKey(name)) return super.visitField(access, name, descriptor, signature, value);
      return facts.isInterface() ? null : super.visitField(access & ~ACC_FINAL, name, descriptor, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
      if (name.equals("<clinit>")) {
        return facts.isStateful()
            ? new CodeRewriter(super.visitMethod(ACC_PUBLIC | ACC_STATIC | ACC_SYNTHETIC, "$clinit", "()V", null, null), facts, null)
            : new CodeRewriter(super.visitMethod(access, name, descriptor, signature, exceptions), facts, null);
      }
      return new CodeRewriter(super.visitMethod(access, name, descriptor, signature, exceptions), facts, neededBy(access, name));
    }

    /** The class to initialize when such a method is entered; null when none. */
    private String neededBy(int access, String name) {
      if ((access & ACC_STATIC) == 0 && !name.equals("<init>")) return null;
      if (facts.isInterface()) return facts.isStateful() ? facts.home() : null;
      return initializedFor(facts.name);
    }

    @Override
    public void visitEnd() {
      if (facts.isStateful() && !facts.isInterface()) addState(cv, facts);
      super.visitEnd();
    }
  }

  private final class CodeRewriter extends MethodVisitor {
    private final Facts facts;
    private final String atEntry;

    private CodeRewriter(MethodVisitor next, Facts facts, String atEntry) {
      super(API, next);
      this.facts = facts;
      this.atEntry = atEntry;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      if (atEntry != null) callEnsure(mv, atEntry);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      Facts declared = opcode == GETSTATIC || opcode == PUTSTATIC ? declaring(owner, name) : null;
      if (declared == null || !declared.isStateful() || !declared.state.containsKey(name)) {
        super.visitFieldInsn(opcode, owner, name, descriptor);
        return;
      }
      if (!isSameOrSubclass(facts.name, declared.name)) callEnsure(mv, declared.home());
      super.visitFieldInsn(opcode, declared.home(), name, descriptor);
    }

    /** Asks after the instruction: frames name the new object by its place. Nothing happens in between, as arguments come later. */
    @Override
    public void visitTypeInsn(int opcode, String type) {
      super.visitTypeInsn(opcode, type);
      String needed = opcode == NEW ? initializedFor(type) : null;
      if (needed != null && !isSameOrSubclass(facts.name, needed)) callEnsure(mv, needed);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      if (!owner.equals("java/lang/Class") || !name.equals("forName")) return;
      if (!descriptor.equals(FOR_NAME)) throw new IllegalArgumentException(facts.name + " finds classes in a way that is not known here");
      super.visitMethodInsn(INVOKESTATIC, STATE, "named", "(Ljava/lang/Class;)Ljava/lang/Class;", false);
    }
  }
}

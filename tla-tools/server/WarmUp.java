import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A run of TLC that nobody asked for: it loads what each run uses. A failure of it is no matter; the next run would have it, too. */
final class WarmUp {
  private static final String SPECIFICATION = String.join("\n",
      "---- MODULE WarmUp ----",
      "EXTENDS Naturals, Sequences, FiniteSets, TLC",
      "CONSTANT Limit",
      "VARIABLES at, log",
      "Context == {\"a\", \"b\"}",
      "Told(x) == x \\in TLCGet(1) \\/ (TLCSet(1, TLCGet(1) \\cup {x}) /\\ PrintT(<<\"told\", x>>))",
      "Init == TLCSet(1, {}) /\\ at = [c \\in Context |-> [place |-> 0, held |-> {}]] /\\ log = <<>>",
      "Go(c) ==",
      "  /\\ at[c].place < Limit",
      "  /\\ LET next == at[c].place + 1 IN at' = [at EXCEPT ![c].place = next, ![c].held = @ \\cup {next}]",
      "  /\\ log' = IF Len(log) = 2 THEN Tail(log) ELSE Append(log, c)",
      "  /\\ Told(at[c].place)",
      "Done == (\\A c \\in Context : at[c].place = Limit) /\\ UNCHANGED <<at, log>>",
      "Next == Done \\/ \\E c \\in Context : CASE c = \"a\" -> Go(c) [] OTHER -> Go(c)",
      "Spec == Init /\\ [][Next]_<<at, log>>",
      "Small == \\A c \\in Context : Cardinality(at[c].held) <= Limit",
      "====");

  private final Path folder;

  WarmUp(Path folder) {
    this.folder = folder;
  }

  void run() {
    try {
      Files.writeString(folder.resolve("WarmUp.tla"), SPECIFICATION);
      Files.writeString(folder.resolve("WarmUp.cfg"), "CONSTANT Limit = 3\nSPECIFICATION Spec\nINVARIANT Small\n");
      Path states = folder.resolve("states");
      TlcServer.Run run = new TlcServer.Run(List.of(folder.toString(), "-tool", "-metadir", states.toString(), "-config", "WarmUp.cfg", "WarmUp.tla"),
          new TlcServer.Frames(OutputStream.nullOutputStream()));
      run.execute();
      run.tidy();
    } catch (Exception unwanted) {
      // Then the first run is slower.
    }
  }
}

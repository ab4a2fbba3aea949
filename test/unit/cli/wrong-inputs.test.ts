// Wrong command lines, for every command: one line that says what is wrong and what would be right, exit code 2, nothing on standard output.

import { assert } from "chai";
import { run } from "../../../cli/run.js";
import { fakeWorld } from "../../support/services.js";

/** The words, and what the line has to say. */
type Wrong = readonly [readonly string[], RegExp];

const LONG = "x".repeat(5000);
const check = (...argv: readonly string[]): readonly string[] => ["check", "a.ts", ...argv];

const COMMAND_NAMES: readonly Wrong[] = [
  [[], /No command\./],
  [["--"], /No command\./],
  [["--zzz"], /Unknown option: --zzz\. A command goes first\./],
  [[""], /Unknown command: \./],
  [["-"], /Unknown command: -\./],
  [["chekc"], /Unknown command: chekc\. Did you mean check\?/],
  [["zzzzzz"], /Unknown command: zzzzzz\./],
  [["a\nb"], /Unknown command: a\\x0ab\./],
  [["\u001b[31mred"], /Unknown command: \\x1b\[31mred\./],
  [[LONG], /Unknown command: x+…x+\./],
  [["__proto__"], /Unknown command: __proto__\./],
  [["constructor", "x"], /Unknown command: constructor\./],
];

/** Nothing where something has to stand, and too much. */
const WORDS: readonly Wrong[] = [
  [["compile"], /Nothing is named that compile could work on\. To fix, write lockproof compile <model>\./],
  [["trace"], /write lockproof trace <result>\./],
  [["report"], /write lockproof report <result>\./],
  [["import"], /write lockproof import <report>\./],
  [["worker"], /write lockproof worker <host>\./],
  [["worker", "-x"], /./],
  [["check", ""], /The word behind 'check' is empty\./],
  [["trace", ""], /The word behind 'trace' is empty\./],
  [["report", ""], /The word behind 'report' is empty\./],
  [["import", ""], /The word behind 'import' is empty\./],
  [["compile", ""], /The word behind 'compile' is empty\./],
  [["explain", ""], /The word behind 'explain' is empty\./],
  [["worker", ""], /The word behind 'worker' is empty\./],
  [["estimate", "a.ts", ""], /The word behind 'a\.ts' is empty\./],
  [["import", "a", "--model", ""], /The word behind '--model' is empty\./],
  [["conformance", "--write", ""], /The word behind '--write' is empty\./],
  [["conformance", "--write="], /'--write=' gives no value\./],
  [["init", "x"], /Unknown argument: x\./],
  [["config", "x"], /Unknown argument: x\./],
  [["doctor", "x"], /Unknown argument: x\./],
  [["specs", "x"], /Unknown argument: x\./],
  [["conformance", "x"], /Unknown argument: x\./],
  [["completion", "x"], /Unknown argument: x\./],
  [["explain", "a", "b"], /Unknown argument: b\./],
  [["compile", "a.ts", "b.ts"], /Unknown argument: b\.ts\./],
  [["trace", "a.ts", "b.ts"], /Unknown argument: b\.ts\./],
  [["report", "a.json", "b.json"], /Unknown argument: b\.json\./],
  [["import", "a", "b"], /Unknown argument: b\./],
  [["worker", "h", "i"], /Unknown argument: i\./],
  [["schema", "check", "import"], /Unknown argument: import\./],
  [["schema", "checks"], /The argument is 'checks', not check or import or estimate or config\./],
  [["schema", "a\nb"], /The argument is 'a\\nb', not check/],
];

const OPTION_NAMES: readonly Wrong[] = [
  [check("--timeot", "3s"), /Unknown option: --timeot\. Did you mean --timeout\?/],
  [check("--no-colour"), /Unknown option: --no-colour\. Did you mean --no-color\?/],
  [check("--zzzzzz"), /Unknown option: --zzzzzz\. See/],
  [check("-x"), /Unknown option: -x\./],
  [check("--versoin"), /Did you mean --version\?/],
  [["--hepl", "check"], /Unknown option: --hepl\. Did you mean --help\? A command goes first\./],
  [["init", "--force"], /Unknown option: --force\. See/],
  [["config", "--json"], /Unknown option: --json\. See/],
  [["doctor", "--json"], /Unknown option: --json\. See/],
  [["explain", "--json"], /Unknown option: --json\. See/],
  [["compile", "a.ts", "--json"], /Unknown option: --json\. See/],
  [["report", "a.json", "--variant", "x"], /Unknown option: --variant\. See/],
  [["trace", "a.ts", "--reporter", "json"], /Unknown option: --reporter\. See/],
  [["watch", "a.ts", "--reporter", "json"], /Unknown option: --reporter\. See/],
  [["watch", "a.ts", "--resume"], /Unknown option: --resume\./],
  [["estimate", "a.ts", "--engine", "tlc"], /Unknown option: --engine\. See/],
  [["mutate", "a.ts", "--reporter", "json"], /Unknown option: --reporter\. See/],
  [["mutate", "a.ts", "--simulate", "5"], /Unknown option: --simulate\. See/],
  [["mutate", "a.ts", "--no-cache"], /Unknown option: --no-cache\. See/],
  [["worker", "h", "--timeout", "1s"], /Unknown option: --timeout\. See/],
  [["specs", "--chekc"], /Did you mean --check\?/],
  [["completion", "--foo"], /Unknown option: --foo\./],
  [["import", "a", "--modle", "b"], /Did you mean --model\?/],
  [["conformance", "--confg", "b"], /Did you mean --config\?/],
];

const OPTION_VALUES: readonly Wrong[] = [
  ...["0", "0s", "-1s", "1e9s", "NaN", "abc", "1.5s", "9"].map(
    (text): Wrong => [check("--timeout", text), /--timeout is '.*', not like 60s/],
  ),
  [check("--timeout", "999999999h"), /--timeout is '999999999h', more than 500h\./],
  ...["0m", "-1g", "1", "NaN", "1t", "g"].map((text): Wrong => [check("--heap", text), /--heap is '.*', not like 512m or 1g\./]),
  [check("--heap", "999999999g"), /more than 1024g\./],
  ...["0", "-1", "1e9", "9999", "NaN", "abc", "1.5", "Infinity"].map(
    (text): Wrong => [check("--workers", text), /--workers is '.*', not a whole number from 1 to 1024\./],
  ),
  ...["0", "-5", "1e9", "99999999999", "abc"].map(
    (text): Wrong => [check("--simulate", text), /--simulate is '.*', not a whole number from 1/],
  ),
  ...["n", "n=", "=3", "n=abc", "n=1e9", "n=99999999999", "n=1.5"].map((text): Wrong => [check("--set", text), /--set is '.*', not like/]),
  [check("--set", "n=1", "--set", "n=2"), /--set gives n two values\./],
  ...["x", "steps,,slice", "false", "ALL"].map((text): Wrong => [check("--reduce", text), /--reduce is '.*', not all or some of slice/]),
  [check("--engine", "spin"), /--engine is 'spin', not tlc or builtin\./],
  [check("--engine"), /--engine wants a value behind it\./],
  [check("--timeout"), /--timeout wants a value behind it\./],
  [check("--timeout", "1s", "--timeout", "2s"), /--timeout is given more than once\./],
  [["--timeout", "5m", "--timeout", "6m", "check", "a.ts"], /--timeout is given more than once\./],
  [["--variant=", "check", "a.ts"], /'--variant=' gives no value\./],
  [check("--engine", "tlc", "--engine", "builtin"), /--engine is given more than once\./],
  [check("--no-reduce", "--reduce", "all"), /--reduce is given more than once\./],
  [check("--json=abc"), /--json takes no value; --no-json switches it off\./],
  [check("--cache=5"), /--cache takes no value/],
  [check("--no-timeout"), /There is no --no-timeout\./],
  [check("--no-models"), /There is no --no-models\./],
  [check("--no-variant"), /There is no --no-variant\./],
  [["compile", "a.ts", "--cfg=x"], /--cfg takes no value/],
  [["compile", "a.ts", "--model", "b.ts"], /Unknown option: --model\./],
  [["mutate", "a.ts", "--mistakes", "x"], /--mistakes is 'x', not single or locks\./],
  [["mutate", "a.ts", "--mistakes", "locks", "--mistakes", "single"], /--mistakes is given more than once\./],
  ...["0", "-1", "99", "1e9", "NaN", "99999999"].map(
    (text): Wrong => [["estimate", "a.ts", "--states", text], /--states is '.*', not a whole number from 100 to 9999999\./],
  ),
  [["estimate", "a.ts", "--timeout", "0"], /--timeout is '0', not like/],
  [["watch", "a.ts", "--workers", "0"], /--workers is '0'/],
  [["trace", "a.ts", "--heap", "0m"], /--heap is '0m'/],
  [["conformance", "--config", "preempt"], /Unknown configuration: preempt\. .*preempt-rt/],
  ...["a b", "h:0", "h:99999", "h:", ":1", "h/x", "x".repeat(300)].map(
    (text): Wrong => [["worker", text], /HOST is '.*', not like build7/],
  ),
  [["worker", "h", "--workers", "9999"], /--workers is '9999'/],
  [["worker", "h", "--heap", "999999999g"], /more than 1024g/],
  [["worker", "h", "--wait", "0"], /--wait is '0', not like/],
  [["worker", "h", "--wait", "999999999h"], /more than 500h/],
  [["explain", "nope"], /There is no page on 'nope'\. 'lockproof explain' lists all\./],
  [["explain", "LM10111"], /Did you mean LM101\?/],
  [["explain", "../../README"], /There is no page on/],
  [["explain", "a\nb"], /There is no page on 'a\\x0ab'\./],
  [["explain", LONG], /There is no page on 'x+…x+'\./],
];

/** Options that do not go together. */
const PAIRS: readonly Wrong[] = [
  [check("--engine", "builtin", "--simulate", "5"), /--simulate is TLC's/],
  [check("--engine", "builtin", "--resume"), /--resume is TLC's/],
  [check("--engine", "builtin", "--distributed"), /--distributed is TLC's/],
  [check("--resume", "--no-cache"), /--resume goes on with what lies in the cache/],
  [check("--resume", "--simulate", "5"), /nothing for --resume/],
  [check("--distributed", "--simulate", "5"), /--distributed searches all executions/],
  [check("--distributed", "--resume"), /cannot --resume/],
  [check("--distributed", "--strict"), /does not tell what --strict compares/],
  [check("--distributed", "--listen", "a b"), /--listen is 'a b', not like/],
  [check("--distributed", "--wait", "0s"), /--wait is '0s', not like/],
  [check("--listen", "h"), /--listen is for a search with --distributed\./],
  [check("--wait", "5s"), /--wait is for a search with --distributed\./],
  [["import", "a", "--json", "--model", "-"], /both print to standard output\./],
];

/** Those that depend on files stand in reporters.test.ts. */
const REPORTERS: readonly Wrong[] = [
  [check("--reporter", "xyz"), /There is no reporter 'xyz'\. There are: terminal, json/],
  [check("--reporter", "htlm=a.html"), /Did you mean html\?/],
  [check("--reporter", "json,"), /There is no reporter ''\./],
  [check("--reporter", "json", "--json"), /json takes all of standard output/],
  [["report", "a.json", "--reporter", "xml"], /There is no reporter 'xml'\./],
];

function refuse(title: string, table: readonly Wrong[]): void {
  it(title, async () => {
    for (const [argv, message] of table) {
      const { services, out, err } = fakeWorld();
      const code = await run(argv, services);
      const words = JSON.stringify(argv).slice(0, 200);
      assert.equal(code, 2, `${words}: ${err()}`);
      assert.equal(out(), "", words);
      assert.match(err(), /^lockproof: [^\n]* See lockproof --help\.\n$/, words);
      assert.isBelow(err().length, 500, words);
      assert.match(err(), message, words);
    }
  });
}

describe("[U] wrong inputs", () => {
  refuse("names a command that there is not", COMMAND_NAMES);
  refuse("names a word that is missing, empty or too many", WORDS);
  refuse("names an option that the command does not have", OPTION_NAMES);
  refuse("names a value that an option cannot have", OPTION_VALUES);
  refuse("names options that do not go together", PAIRS);
  refuse("names a report that cannot be asked for", REPORTERS);
});

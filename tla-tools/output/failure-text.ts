/**
 * The few outcomes for which TLC has no code of their own and only the text tells. None of them is a
 * success, so a text that happens to look like one of these can only make a result less certain.
 */

const outOfMemory = /java\.lang\.OutOfMemoryError|Java heap space|GC overhead limit exceeded|insufficient memory for the Java Runtime/;
const exitOnOutOfMemory = /^Terminating due to java\.lang\.OutOfMemoryError/m;
const diskFull = /No space left on device|Disk quota exceeded|There is not enough space on the disk/;
const stackOverflow = /^java\.lang\.StackOverflowError|was a java\.lang\.StackOverflowError/m;
const inputOutput = /java\.io\.\w*Exception|java\.nio\.file\.\w*Exception|Read-only file system|Permission denied|Too many open files/;
const badJar =
  /Could not find or load main class|Unable to access jarfile|UnsupportedClassVersionError|java\.lang\.NoClassDefFoundError|ClassFormatError|ZipException/;
const javaSetup =
  /Error occurred during initialization of VM|Could not create the Java Virtual Machine|Unrecognized VM option|Invalid maximum heap size/;
const metadirProblem = /TLC could not make a directory|but that directory already exists/;
const uncaught = /^Exception in thread "/m;

export const looksLike = {
  outOfMemory: (text: string): boolean => outOfMemory.test(text),
  exitOnOutOfMemory: (text: string): boolean => exitOnOutOfMemory.test(text),
  diskFull: (text: string): boolean => diskFull.test(text),
  stackOverflow: (text: string): boolean => stackOverflow.test(text),
  inputOutput: (text: string): boolean => inputOutput.test(text),
  badJar: (text: string): boolean => badJar.test(text),
  metadirProblem: (text: string): boolean => metadirProblem.test(text),
  uncaught: (text: string): boolean => uncaught.test(text),
  javaSetup: (text: string): boolean => javaSetup.test(text),
} as const;

/** The environment that our Java processes get. */

/** Variables from which Java takes options: they would override ours, the heap for example. */
const optionVariables = ["JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"];

export function withoutJavaOptions(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !optionVariables.includes(name)));
}

/** The environment of TLC: a locale in which Java can name every file. */
export function tlcEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...withoutJavaOptions(env), LC_ALL: "C.UTF-8" };
}

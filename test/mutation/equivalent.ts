/** Changes of a rule that change nothing, with the reason. */
export const EQUIVALENT: readonly { readonly title: RegExp; readonly why: string }[] = [
  {
    title: /^Lists\.tla:\d+  SelfLinked becomes Poisoned in Unlinked/,
    why: "a poisoned node is a fault before this is asked, and TLC leaves a function alone whose domain has no such list",
  },
  {
    title: /^Observation\.tla:\d+  without Told\(fact\)/,
    why: "a fact is printed more than once",
  },
];

// A real browser for what only a browser can tell: Debian's chromium, or the one that LOCKPROOF_CHROMIUM names.

import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = [process.env["LOCKPROOF_CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Null when there is none; tests then skip themselves. */
export async function openChromium(): Promise<Browser | null> {
  const executablePath = PLACES.find((path) => path !== undefined && existsSync(path));
  return executablePath === undefined ? null : chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

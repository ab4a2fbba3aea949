// The page of the HTML report. Reads the data of the document, shows the overview and one check, and follows the fragment of the address.

import type { PageData } from "../html/page-data.js";
import { type CheckView, checkView } from "./check.js";
import { element } from "./dom.js";
import { bringIntoSight, overview } from "./overview.js";
import { fragmentOf, type Place, placeOf } from "./place.js";

const KEYS =
  "Keys: left and right arrow step, [ and ] stay with one context, Page Up and Page Down go ten steps, Home and End to the ends, f folds.";

function start(data: PageData, page: HTMLElement): void {
  let shown: { readonly check: number | null; readonly view: CheckView | null } = { check: -1, view: null };
  const follow = (): void => {
    const place = placeOf(data, location.hash);
    const check = place.check ?? worst(data);
    if (check !== shown.check) shown = { check, view: draw(check) };
    shown.view?.execution?.show(place.step);
  };
  const draw = (check: number | null): CheckView | null => {
    const one = check === null ? undefined : data.checks[check];
    const view = one === undefined ? null : checkView(one, data.sources, (step) => remember({ check, step }));
    const keys = view?.execution == null ? null : element("p.keys", KEYS);
    page.replaceChildren(
      element("header", element("h1", "lockproof"), element("small", data.version)),
      overview(data, check),
      element("main", view?.box ?? null, keys),
    );
    bringIntoSight(page);
    return view;
  };
  const remember = (place: Place): void => history.replaceState(null, "", fragmentOf(data, place));
  window.addEventListener("hashchange", follow);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (shown.view?.execution?.press(event.key) === true) event.preventDefault();
  });
  follow();
}

/** What is opened first: the first check that is not as it should be, else the first that found something. */
function worst({ checks }: PageData): number | null {
  const bad = checks.findIndex(({ tone }) => tone === "bad");
  const found = bad >= 0 ? bad : checks.findIndex(({ trace }) => trace !== null);
  return found >= 0 ? found : checks.length > 0 ? 0 : null;
}

const data = document.getElementById("data")?.textContent;
const page = document.getElementById("page");
// The renderer wrote it a moment ago, from this very type.
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions
if (data !== undefined && page !== null) start(JSON.parse(data) as PageData, page);

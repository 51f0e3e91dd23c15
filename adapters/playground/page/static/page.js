// The playground's page: fetch what the viewer sees, draw it, and draw again when the server says it changed.

import { get, make, name as named, post, warn } from "./api.js";
import { Composer } from "./composer.js";
import { Dialogs } from "./dialogs.js";
import { Log } from "./entries.js";
import { listed, load, say } from "./words.js";

const PACE = 120; // milliseconds between two looks while much is happening
const PACE_PLAYING = 600; // while time passes: drawing must not slow it down
const $ = (id) => document.getElementById(id);
const KINDS = [["public", "channels"], ["group", "groups"], ["direct", "directs"]];

const view = { viewer: "", channel: "", state: null };
const read = new Map(); // "viewer/channel" -> how many entries were there when it was last open
const buttons = new Map(); // channel -> its button in the list
let foldOpen = false;
let looking = null;
let lookAgain = false;
let events = null;

const act = { tap: (entry, keys) => doAndLook("tap", { entry, keys }) };
const log = new Log($("log"), $("newest"), act);
const dialogs = new Dialogs(
  $("dialog"),
  (form, answers) => doAndLook("submit", { form, answers }),
  (form) => post("put-away", { viewer: view.viewer, form }),
);
const composer = new Composer(
  (line, options) => doAndLook("type", { channel: view.channel, line, options }),
  () => ({
    viewer: view.viewer, channel: view.channel, kind: openChannel()?.kind, people: view.state?.people ?? [],
    tip: tip(),
  }),
);

function tip() {
  const { viewer } = view.state ?? {};
  if (!viewer || $("line").value) return "";
  if (!viewer.joined && !viewer.organiser) return say("tip-new");
  const guest = view.state.people.find((one) => one.guest && !one.joined);
  const group = view.state.channels.findLast((channel) => channel.kind === "group" && !channel.archived);
  if (group) return group.id === view.channel ? "" : say("tip-group", { names: group.name });
  return !viewer.me ? "" : guest ? say("tip-guest", { names: guest.name }) : say("tip");
}

const firstName = (name) => name.split(" ")[0];
const openChannel = () => view.state?.channels.find((channel) => channel.id === view.channel);

async function doAndLook(path, body) {
  await post(path, { viewer: view.viewer, ...body });
  await look();
}

// One look at a time. Whatever changes meanwhile, the choice of another channel too, is fetched by the next one.
function look() {
  lookAgain = true;
  looking ??= lookUntilSettled().finally(() => { looking = null; });
  return looking;
}

async function lookUntilSettled() {
  for (let first = true; lookAgain; first = false) {
    if (!first) await new Promise((done) => { setTimeout(done, view.state?.playing === null ? PACE : PACE_PLAYING); });
    lookAgain = false;
    const { viewer, channel } = view;
    try {
      const state = await get("state", { viewer, channel });
      await speak(state);
      if (viewer === view.viewer && channel === view.channel) show(state);
      else lookAgain = true;
    } catch {
      warn(say("silence"));
    }
  }
}

// Whoever looks may read another language than whoever looked before, and may change it at any time.
async function speak({ viewer, language, direction }) {
  if (view.language === language) return;
  await load({ viewer: viewer.id, language, direction });
  composer.commands = await get("commands", { viewer: viewer.id });
  view.language = language;
  for (const node of [$("places"), $("viewer")]) for (const key of Object.keys(node.dataset)) if (key !== "sayLabel") delete node.dataset[key];
  buttons.clear();
  composer.describe(undefined);
  listen(language);
}

function show(state) {
  view.state = state;
  view.viewer = state.viewer.id;
  view.channel = state.channel;
  $("town").textContent = state.town;
  showTime(state);
  showPeople(state);
  showPlaces(state);
  showRoom(state);
  if (!$("line").value) composer.describe(undefined);
  log.show(state);
  dialogs.show(state.dialog);
}

function showTime({ now, playing }) {
  $("now").textContent = now;
  const moving = playing !== null && playing !== undefined;
  $("progress").hidden = !moving;
  $("progress").value = moving ? playing : 0;
  $("log").setAttribute("aria-busy", String(moving));
  for (const button of document.querySelectorAll("[data-hours]")) button.disabled = moving;
}

function showPeople({ people, viewer }) {
  const signature = JSON.stringify([people, viewer.id]);
  if ($("viewer").dataset.signature === signature) return;
  $("viewer").dataset.signature = signature;
  const groups = [
    [say("you"), people.filter((one) => one.me)],
    [say("organisers"), people.filter((one) => one.organiser && !one.me)],
    [say("outsiders"), people.filter((one) => !one.organiser && !one.me && !one.joined)],
    [say("members"), people.filter((one) => !one.organiser && !one.me && one.joined)],
  ];
  $("viewer").replaceChildren(...groups.filter(([, list]) => list.length).map(([label, list]) => {
    const group = make("optgroup", { label });
    for (const one of list) group.append(make("option", { value: one.id, textContent: one.name, selected: one.id === viewer.id }));
    return group;
  }));
}

// Buttons are kept and updated in place: a click that falls into a redraw still counts.
function showPlaces(state) {
  let anyNew = false;
  for (const channel of state.channels) {
    const key = `${view.viewer}/${channel.id}`;
    const isOpen = channel.id === view.channel;
    if (isOpen || !read.has(key)) read.set(key, isOpen || channel.kind === "public" ? channel.count : 0);
    const unread = channel.count - read.get(key);
    anyNew ||= unread > 0 && !channel.archived;
    updateButton(channel, isOpen, unread);
  }
  $("any-new").hidden = !anyNew;
  const order = JSON.stringify(state.channels.map((channel) => [channel.id, channel.archived]));
  if ($("places").dataset.order === order) return;
  $("places").dataset.order = order;
  const focused = document.activeElement;
  $("places").replaceChildren(...placeSections(state.channels));
  if (focused?.dataset?.channel) focused.focus();
}

function placeSections(channels) {
  const list = (some) => make("ul", {}, ...some.map((channel) => make("li", {}, buttons.get(channel.id))));
  const open = channels.filter((channel) => !channel.archived);
  const sections = KINDS.map(([kind, title]) => {
    const some = open.filter((channel) => channel.kind === kind);
    return some.length ? make("section", {}, make("h2", { textContent: say(title) }), list(some)) : null;
  });
  const closed = channels.filter((channel) => channel.archived);
  if (closed.length) {
    const fold = make("details", { open: foldOpen }, make("summary", { textContent: say("closed-groups", { count: closed.length }) }), list(closed.reverse()));
    fold.addEventListener("toggle", () => { foldOpen = fold.open; });
    sections.push(make("section", {}, fold));
  }
  return sections.filter(Boolean);
}

function updateButton(channel, isOpen, unread) {
  if (!buttons.has(channel.id)) buttons.set(channel.id, placeButton(channel));
  const button = buttons.get(channel.id);
  if (isOpen) button.setAttribute("aria-current", "page"); else button.removeAttribute("aria-current");
  const badge = button.lastElementChild;
  badge.hidden = unread <= 0;
  badge.firstChild.textContent = String(unread);
  badge.lastElementChild.textContent = say("new", { count: unread });
}

function placeButton(channel) {
  const mark = make("span", { className: "mark", textContent: { public: "#", group: "◍", direct: "●" }[channel.kind] });
  mark.setAttribute("aria-hidden", "true");
  const name = make("span", { className: "place-name" }, make("span", {}, named(channel.name)));
  if (channel.people.length) name.append(make("small", { className: "quiet", textContent: say("with", { names: listed(channel.people.map(firstName)) }) }));
  const button = make("button", { type: "button", className: `place ${channel.kind}` }, mark, name);
  const number = make("span", { textContent: "0" });
  number.setAttribute("aria-hidden", "true");
  button.append(make("span", { className: "unread" }, number, make("span", { className: "hidden" })));
  button.dataset.channel = channel.id;
  button.addEventListener("click", () => {
    view.channel = channel.id;
    notice("");
    places(false);
    look();
  });
  return button;
}

function showRoom(state) {
  const channel = openChannel();
  $("room-name").replaceChildren(channel?.kind === "public" ? "# " : "", channel ? named(channel.name) : say("nothing-open"));
  const about = {
    public: say("public"),
    group: channel?.people.length ? say("group", { names: listed(channel.people) }) : say("group-alone"),
    direct: say("direct"),
  };
  $("room-about").textContent = channel ? (channel.archived ? say("archived") : about[channel.kind]) : "";
  $("composer").hidden = !channel || channel.archived;
  document.title = `${channel?.name ?? say("playground")} · Kith`;
}

function places(open) {
  document.body.classList.toggle("places-open", open);
  $("open-places").setAttribute("aria-expanded", String(open));
}

$("open-places").addEventListener("click", () => places(!document.body.classList.contains("places-open")));
$("viewer").addEventListener("change", (event) => {
  view.viewer = event.target.value;
  notice("");
  look().then(() => composer.complete());
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") places(false); });
for (const button of document.querySelectorAll("[data-hours]")) {
  button.addEventListener("click", async () => {
    showTime({ now: $("now").textContent, playing: 0 });
    notice("");
    const answer = await post("push", { hours: Number(button.dataset.hours) });
    await look();
    button.focus();
    if (answer?.stopped) await showMatch(answer.stopped);
  });
}

// Time stopped because somebody of ours was matched: open their newest group, as them.
async function showMatch(viewer) {
  view.viewer = viewer;
  await look();
  view.channel = view.state.channels.findLast((channel) => channel.kind === "group" && !channel.archived)?.id ?? view.channel;
  await look();
  notice(say("matched", { names: listed((openChannel()?.people ?? []).map(firstName)) }));
  log.toEnd();
}

function notice(words) {
  $("notice").textContent = words;
  $("notice").hidden = !words;
}

// Hear of every change, with the time in the language of whoever looks.
function listen(language) {
  events?.close();
  events = new EventSource(`events?${new URLSearchParams({ language })}`);
  events.addEventListener("error", () => warn(say("silence")));
  events.addEventListener("open", () => warn(""));
  events.addEventListener("message", (event) => {
    const pulse = JSON.parse(event.data);
    showTime(pulse);
    if (pulse.revision !== view.state?.revision) look();
  });
}

await look();

// The guided player of thoracic_lib. One module, no dependency: a page of its own calls `mount`, a notebook `render`.
// Every text is set as text, never as markup; pictures come from the library's own renderer and are parsed as SVG.
// Times are seconds; the plan is a list of moments, and the clock is the browser's own.

const SVG = "http://www.w3.org/2000/svg";
const SCHEMA = 1;
const AWAY = 5; // a tick that comes this late was held up: the page slept, so the player pauses instead of racing on
const WAITS = new Set(["change of equipment", "change of position", "set-up", "change of spot", "change of side", "rest"]);
const AHEAD = { "change of equipment": "Get your things", "change of position": "Change position", "set-up": "Get ready" };
const PHASES = new Set(["release", "stretch", "mobilize", "strengthen", "posture"]);

const WIDE = 900; // pixels; from here on there is room for the instructions beside the picture

let instances = 0;

/** Seconds as m:ss. */
export function clock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds - 1e-6));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** All moments in one list, each with its step, its place in the step, and when it begins. */
export function plan(playbook) {
  const moments = [];
  let at = 0;
  playbook.steps.forEach((step, number) => {
    for (const moment of step.moments) {
      moments.push({ ...moment, step: number, at });
      at += moment.seconds;
    }
  });
  return { moments, seconds: at };
}

/** What a moment asks for, in one or two words, `share` of the way through it. */
export function prompt(moment, step, share) {
  switch (moment.kind) {
    case "movement": return "Move";
    case "hold": return "Hold";
    case "return": return "Come back";
    case "breath": return share < 0.5 ? "Breathe in" : "Breathe out";
    case "massage": return step.phase === "release" ? "Work slowly" : "Keep going";
    case "change of spot": return "Next spot";
    case "change of side": return "Change sides";
    case "rest": return "Rest";
    default: return AHEAD[moment.kind];
  }
}

/** Where in a step a moment is: repetition, side, spot and set. */
export function whereabouts(moment, step) {
  const told = [];
  if (moment.count) told.push(`${moment.kind === "breath" ? "Breath" : "Repetition"} ${moment.count} of ${step.counts}`);
  if (moment.side && step.sides.length) told.push(step.sides[moment.side - 1]);
  if (moment.spot && step.spots > 1) told.push(`Spot ${moment.spot} of ${step.spots}`);
  if (moment.set && step.sets > 1) told.push(`Set ${moment.set} of ${step.sets}`);
  return told;
}

// JupyterLab takes keys before anyone else, and X cuts the cell that the player is in, unless what has the focus says this
const DEAF = "data-lm-suppress-shortcuts";
const FOCUSED = new Set(["button", "summary", "input", "h1", "dialog"]);

/** An element with properties, and children that are elements or texts. */
function h(name, held = {}, ...children) {
  const made = document.createElement(name);
  if (FOCUSED.has(name)) made.setAttribute(DEAF, "");
  for (const [key, value] of Object.entries(held)) {
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function listed(texts, kind = "ul") {
  return h(kind, {}, ...texts.map((text) => h("li", {}, text)));
}

function ring() {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 120 120");
  drawn.setAttribute("aria-hidden", "true");
  drawn.setAttribute("class", "tlp-ring");
  for (const part of ["tlp-track", "tlp-arc"]) {
    const circle = document.createElementNS(SVG, "circle");
    for (const [key, value] of Object.entries({ cx: 60, cy: 60, r: 54, pathLength: 100, class: part })) {
      circle.setAttribute(key, value);
    }
    drawn.append(circle);
  }
  return drawn;
}

/** The picture of a moment, held in step with it: SVG of our own renderer, parsed as such or left out. */
class Pictures {
  constructor(held) {
    this.held = held;
    this.parsed = new Map();
  }

  get(key) {
    if (!this.parsed.has(key)) {
      const root = new DOMParser().parseFromString(this.held[key].svg, "image/svg+xml").documentElement;
      const right = root.namespaceURI === SVG && root.localName === "svg" && !root.querySelector("parsererror");
      this.parsed.set(key, right ? document.importNode(root, true) : null);
    }
    return this.parsed.get(key);
  }

  /** Seconds into the animation that fit a moment: a repetition is shown as fast as it is asked for. */
  time(key, moment, spent, free) {
    const { there, stay, back, rest } = this.held[key];
    const share = Math.min(1, spent / moment.seconds);
    const end = there + stay / 2;
    if (moment.kind === "hold") return end / 1000;
    if (moment.kind === "return") return (there + stay + back * share) / 1000;
    if (moment.kind === "movement" && moment.held) return (there * share) / 1000;
    if (moment.kind === "movement") {
      const moving = share * (there + back);
      return (moving <= there ? moving : moving + stay) / 1000;
    }
    return (free % ((there + stay + back + rest) / 1000));
  }
}

/** Short tones; nothing is made before they are switched on. */
class Sounds {
  constructor() {
    this.on = false;
    this.context = null;
  }

  toggle() {
    this.on = !this.on;
    const Context = globalThis.AudioContext;
    if (this.on && !this.context && Context) this.context = new Context();
    this.context?.resume?.();
    this.beep(660, 0.12);
  }

  beep(pitch, length) {
    if (!this.on || !this.context) return;
    const { context } = this;
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.2, context.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + length);
    tone.connect(volume).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + length);
  }
}

/**
 * Play a playbook inside `root`.
 *
 * `keys` is where key presses are listened for (the root itself unless given), `whole` says that the page is the
 * player's own, `onEvent(event)` and `onChange(state, position)` are told what happens. What comes back can `play`,
 * `pause`, `seek(seconds)` and `destroy`.
 */
export function mount(root, playbook, options = {}) {
  const player = new Player(root, playbook, options);
  player.begin();
  return player;
}

class Player {
  constructor(root, playbook, { keys = root, whole = false, onEvent = () => {}, onChange = () => {} }) {
    if (playbook.schema !== SCHEMA) throw new Error(`a playbook of schema ${SCHEMA} is needed`);
    Object.assign(this, { root, playbook, keys, whole, onEvent, onChange });
    const { moments, seconds } = plan(playbook);
    const held = new Set(moments.filter((one) => one.kind === "hold").map((one) => one.step));
    this.moments = moments.map((one) => ({ ...one, held: held.has(one.step) }));
    this.seconds = seconds;
    this.id = `tlp${(instances += 1)}`;
    this.pictures = new Pictures(playbook.pictures);
    this.sounds = new Sounds();
    this.byKeys = true;
    this.outcomes = [];
    this.state = "ready";
    this.index = 0;
    this.spent = 0;
    this.free = 0;
    this.key = (event) => this.pressed(event);
    this.shown = () => this.visible();
  }

  // ---- where we are -------------------------------------------------------------------------------------------

  get moment() { return this.moments[this.index]; }
  get step() { return this.playbook.steps[this.moment.step]; }
  get position() { return Math.min(this.seconds, this.moment.at + this.spent); }

  /** The whole seconds that are left of a moment; what is lost in adding up fractions is made good. */
  get left() { return Math.ceil(this.moment.seconds - this.spent - 1e-6); }

  first(step) { return this.moments.findIndex((one) => one.step === step); }

  tell(type) {
    const { step } = this.moment;
    const { exercise, setup } = this.step;
    this.onEvent({ type, step, exercise, setup, at: Math.floor(this.position) });
  }

  become(state) {
    this.state = state;
    this.root.dataset.state = state;
    this.onChange(this.state, Math.floor(this.position));
  }

  // ---- what can be done ---------------------------------------------------------------------------------------

  begin() {
    this.root.classList.add("tl-player");
    if (this.whole) this.root.dataset.whole = "";
    if (this.keys === this.root) this.root.tabIndex = -1;
    this.keys.addEventListener("keydown", this.key);
    document.addEventListener("visibilitychange", this.shown);
    this.build();
    this.become("ready");
  }

  start() {
    Object.assign(this, { index: 0, spent: 0, free: 0, outcomes: [] });
    this.open("stage");
    this.enter(true);
    this.become("paused");
    this.tell("started");
    this.run();
    this.ui.pause.focus({ preventScroll: true });
  }

  /** The clock runs, the screen stays on, and the picture moves. */
  run() {
    if (this.state === "playing") return;
    this.last = performance.now();
    this.ticking = setInterval(() => this.tick(), 100);
    this.awake();
    this.become("playing");
    const frame = () => {
      if (this.state !== "playing") return;
      this.move();
      this.framing = requestAnimationFrame(frame);
    };
    this.framing = requestAnimationFrame(frame);
    this.draw();
  }

  halt(state) {
    clearInterval(this.ticking);
    cancelAnimationFrame(this.framing);
    this.lock?.release?.().catch(() => {});
    this.lock = null;
    this.become(state);
    this.draw();
  }

  play() {
    if (this.state === "ready" || this.state === "finished") this.start();
    else if (this.state === "paused") {
      this.run();
      this.say("Playing");
      this.tell("resumed");
    }
  }

  pause(why = "Paused") {
    if (this.state !== "playing") return;
    this.halt("paused");
    this.say(why);
    this.tell("paused");
  }

  toggle() {
    if (this.state === "playing") this.pause();
    else this.play();
  }

  /** On to the next exercise. */
  skip(outcome = "skipped") {
    if (!this.running()) return;
    this.outcomes[this.moment.step] = outcome;
    if (outcome === "skipped") this.tell("skipped");
    const next = this.first(this.moment.step + 1);
    if (next < 0) this.finish("finished");
    else this.go(next);
  }

  /** To the start of this exercise, or of the one before when this one has only begun. */
  back() {
    if (!this.running()) return;
    const { step } = this.moment;
    const begun = this.position - this.moments[this.first(step)].at;
    const to = begun < 3 && step > 0 ? step - 1 : step;
    this.go(this.first(to));
    delete this.outcomes[to];
    this.tell("back");
  }

  /** The wait is over: on to the work. */
  ready() {
    if (!this.running() || !WAITS.has(this.moment.kind)) return;
    let next = this.index;
    while (WAITS.has(this.moments[next].kind)) next += 1;
    this.go(next);
  }

  /** To a second of the routine. */
  seek(seconds) {
    if (!this.running()) return;
    const at = Math.max(0, Math.min(seconds, this.seconds - 1));
    const index = this.moments.findLastIndex((one) => one.at <= at);
    this.go(index);
    this.spent = at - this.moment.at;
    this.draw();
  }

  /** Everything stops, and what to do is shown. */
  hurt() {
    if (!this.running()) return;
    this.halt("pain");
    this.tell("pain");
    this.ui.pain.showModal();
  }

  leave() {
    this.ui.pain.close();
    this.become("paused");
    this.skip("pain");
    if (this.state === "paused") this.say(`Left out. Next: ${this.step.name}. Paused.`);
  }

  carryOn() {
    this.ui.pain.close();
    this.become("paused");
    this.draw();
    this.say("Paused. Play when you are ready.");
    this.ui.pause.focus({ preventScroll: true });
  }

  end() {
    this.ui.pain.close();
    this.outcomes[this.moment.step] = "pain";
    this.finish("ended");
  }

  finish(how) {
    if (how === "finished") Object.assign(this, { index: this.moments.length - 1, spent: this.moments.at(-1).seconds });
    this.halt("finished");
    this.tell(how);
    this.summarize(how);
    this.open("over");
    this.sounds.beep(880, 0.4);
  }

  destroy() {
    clearInterval(this.ticking);
    cancelAnimationFrame(this.framing);
    this.lock?.release?.().catch(() => {});
    this.keys.removeEventListener("keydown", this.key);
    document.removeEventListener("visibilitychange", this.shown);
    this.root.replaceChildren();
  }

  // ---- the clock ----------------------------------------------------------------------------------------------

  running() { return this.state === "playing" || this.state === "paused"; }

  tick() {
    const now = performance.now();
    const passed = (now - this.last) / 1000;
    this.last = now;
    if (passed > AWAY) {
      this.pause("Paused, because the page was asleep");
      return;
    }
    const before = this.left;
    this.spent += passed;
    this.free += passed;
    while (this.state === "playing" && this.spent >= this.moment.seconds - 1e-6) this.advance();
    if (this.state !== "playing") return;
    const { left } = this;
    if (left < before && left <= 3 && this.moment.seconds >= 8) this.sounds.beep(520, 0.08);
    this.draw();
  }

  advance() {
    const over = this.spent - this.moment.seconds;
    const was = this.moment.step;
    const last = this.index === this.moments.length - 1;
    if (last || this.moments[this.index + 1].step !== was) {
      this.outcomes[was] = "done";
      this.tell("done");
    }
    if (last) {
      this.finish("finished");
      return;
    }
    this.index += 1;
    this.spent = Math.max(0, over);
    this.sounds.beep(WAITS.has(this.moment.kind) ? 440 : 700, 0.15);
    this.enter(this.moment.step !== was);
    this.onChange(this.state, Math.floor(this.position));
  }

  go(index) {
    const was = this.moment.step;
    Object.assign(this, { index, spent: 0, free: 0 });
    this.enter(this.moment.step !== was);
    this.onChange(this.state, Math.floor(this.position));
    this.draw();
  }

  async awake() {
    try {
      this.lock = (await navigator.wakeLock?.request("screen")) ?? null;
      if (this.state !== "playing") this.lock?.release?.();
    } catch {
      this.lock = null; // the screen may go off then; nothing else hangs on it
    }
  }

  visible() {
    if (document.visibilityState === "visible" && this.state === "playing") this.awake();
  }

  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.byKeys) return;
    if (this.ui.pain.open || event.target.closest?.("input, textarea, select")) return;
    if (event.key === " " && event.target.closest?.("button, summary, a")) return;
    const acts = {
      " ": () => this.toggle(),
      ArrowRight: () => this.skip(),
      ArrowLeft: () => this.back(),
      n: () => this.ready(),
      m: () => this.sound(),
      p: () => this.hurt(),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  sound() {
    this.sounds.toggle();
    this.draw();
    for (const button of this.ui.sounds) {
      button.setAttribute("aria-pressed", String(this.sounds.on));
      button.textContent = this.sounds.on ? "Sound on" : "Sound off";
    }
  }

  // ---- what is seen and heard ---------------------------------------------------------------------------------

  say(text) { this.ui.live.textContent = text; }

  open(name) {
    for (const part of ["intro", "stage", "over"]) this.ui[part].hidden = part !== name;
    this.ui[name].querySelector("h1")?.focus?.({ preventScroll: true });
    if (this.whole) window.scrollTo(0, 0);
  }

  /** A moment has begun: what changes with it, once. */
  enter(newStep) {
    const { moment, step, ui } = this;
    if (newStep) this.showStep();
    const which = step.pictures.length > 1 && moment.side === 2 ? 1 : 0;
    const key = step.pictures[which];
    if (key !== this.pictured) {
      this.pictured = key;
      const drawn = key ? this.pictures.get(key) : null;
      ui.picture.replaceChildren(...(drawn ? [drawn] : []));
      drawn?.pauseAnimations?.();
    }
    ui.picture.hidden = !ui.picture.firstChild;
    ui.scene.classList.toggle("tlp-bare", ui.picture.hidden);
    this.announce(newStep);
  }

  announce(newStep) {
    const { moment, step } = this;
    const before = this.moments[this.index - 1];
    if (newStep) {
      const told = [...step.limits, ...step.cautions];
      this.say([`${step.name}. ${step.dose}. ${step.place}.`, ...told].join(" "));
    } else if (WAITS.has(moment.kind) || (before && WAITS.has(before.kind)) || moment.seconds >= 10) {
      const long = moment.seconds >= 10 ? `, ${moment.seconds} seconds` : "";
      this.say([`${prompt(moment, step, 0)}${long}`, ...whereabouts(moment, step)].join(". "));
    }
  }

  showStep() {
    const { ui, step, moment } = this;
    const next = this.playbook.steps[moment.step + 1];
    ui.stage.dataset.phase = PHASES.has(step.phase) ? step.phase : "";
    ui.phase.textContent = step.phase;
    ui.name.textContent = step.name;
    ui.number.textContent = `Exercise ${moment.step + 1} of ${this.playbook.steps.length}`;
    ui.next.textContent = next ? `Next: ${next.name}` : "Last exercise";
    ui.warn.replaceChildren(...[...step.limits, ...step.cautions].map((text) => h("p", {}, text)));
    const about = [h("p", { class: "tlp-place" }, `${step.place}. ${step.how}`.trim()), listed(step.instructions, "ol")];
    const minded = [...step.cues, ...(step.breathing ? [`Breathing: ${step.breathing}`] : []), ...step.notices];
    if (minded.length) about.push(h("h3", {}, "Keep in mind"), listed(minded));
    if (step.avoid.length) about.push(h("h3", {}, "Avoid"), listed(step.avoid));
    ui.how.replaceChildren(...about);
    if (!step.pictures.length) ui.about.open = true;
    ui.more.scrollTop = 0;
  }

  move() {
    const drawn = this.ui.picture.firstChild;
    if (!drawn?.setCurrentTime) return;
    const since = this.state === "playing" ? (performance.now() - this.last) / 1000 : 0; // since the last tick
    drawn.setCurrentTime(this.pictures.time(this.pictured, this.moment, this.spent + since, this.free + since));
  }

  /** What changes with the clock. */
  draw() {
    const { ui, moment, step } = this;
    if (this.state === "ready" || this.state === "finished") return;
    const share = Math.min(1, this.spent / moment.seconds);
    const left = Math.max(1, this.left);
    const counted = moment.count && (moment.kind === "movement" || moment.kind === "return") && !moment.held;
    const set = (element, text) => { if (element.textContent !== text) element.textContent = text; };
    const told = whereabouts(moment, step);
    ui.stage.classList.toggle("tlp-waiting", WAITS.has(moment.kind));
    set(ui.prompt, prompt(moment, step, share));
    if (ui.told !== told.join()) {
      ui.told = told.join();
      ui.where.replaceChildren(...told.map((text) => h("span", {}, text)));
    }
    set(ui.digits, counted ? String(moment.count) : left >= 100 ? clock(left) : String(left));
    set(ui.unit, counted ? `of ${step.counts}` : left >= 100 ? "minutes" : left === 1 ? "second" : "seconds");
    ui.digits.classList.toggle("tlp-long", ui.digits.textContent.length > 2);
    ui.arc.style.strokeDashoffset = String(100 - share * 100);
    const after = this.first(moment.step + 1);
    const end = after < 0 ? this.seconds : this.moments[after].at;
    set(ui.left, `${clock(this.seconds - this.position)} left`);
    set(ui.dose, `${step.dose} · ${clock(end - this.position)} left`);
    ui.ready.hidden = !WAITS.has(moment.kind);
    set(ui.pause, this.state === "playing" ? "Pause" : "Play");
    ui.bar.setAttribute("aria-valuenow", String(Math.floor(this.position)));
    ui.bar.setAttribute("aria-valuetext", `${clock(Math.floor(this.position))} of ${clock(this.seconds)} minutes`);
    ui.segments.forEach(({ fill, begin, length }) => {
      fill.style.width = `${Math.max(0, Math.min(1, (this.position - begin) / length)) * 100}%`;
    });
    this.move();
  }

  summarize(how) {
    const { ui, playbook } = this;
    const named = (outcome) => playbook.steps.filter((_, number) => this.outcomes[number] === outcome).map((one) => one.name);
    const done = named("done").length;
    const [skipped, hurt] = [named("skipped"), named("pain")];
    const whole = done === playbook.steps.length;
    const title = how === "ended" ? "You stopped here" : whole ? "All done" : "That is the end";
    const told = [h("h1", { tabindex: "-1" }, title)];
    told.push(h("p", { class: "tlp-lead" }, `${done} of ${playbook.steps.length} exercises done.`));
    if (skipped.length) told.push(h("h2", {}, "Skipped"), listed(skipped));
    if (hurt.length) told.push(h("h2", {}, "Stopped because of pain"), listed(hurt), ...this.signs());
    told.push(h("p", { class: "tlp-education" }, playbook.education));
    told.push(h("button", { class: "tlp-main", type: "button", onclick: () => this.start() }, "Start again"));
    ui.over.replaceChildren(...told);
    this.say(`${title}. ${done} of ${playbook.steps.length} exercises done.`);
  }

  signs() { return this.playbook.stop_signs.map((text) => h("p", { class: "tlp-sign" }, text)); }

  // ---- the page -----------------------------------------------------------------------------------------------

  build() {
    this.ui = { sounds: [] };
    const { ui } = this;
    ui.live = h("p", { class: "tlp-heard", role: "status", "aria-live": "polite" });
    ui.intro = this.intro();
    ui.stage = this.stage();
    ui.over = h("section", { class: "tlp-card", "aria-label": "The end", hidden: true });
    ui.pain = this.painful();
    ui.stage.hidden = true;
    this.root.replaceChildren(ui.live, ui.intro, ui.stage, ui.over, ui.pain);
  }

  soundButton() {
    const button = h("button", { type: "button", "aria-pressed": "false", "aria-keyshortcuts": "m", class: "tlp-quiet" }, "Sound off");
    button.addEventListener("click", () => this.sound());
    this.ui.sounds.push(button);
    return button;
  }

  intro() {
    const { playbook } = this;
    const steps = playbook.steps.map((step) => {
      const seconds = step.moments.reduce((sum, one) => sum + one.seconds, 0);
      const row = h("li", { "data-phase": PHASES.has(step.phase) ? step.phase : "" });
      row.append(h("span", { class: "tlp-what" }, step.name), h("span", { class: "tlp-long" }, clock(seconds)));
      return row;
    });
    const count = `${playbook.steps.length} exercise${playbook.steps.length === 1 ? "" : "s"}, ${clock(this.seconds)} minutes`;
    const keys = h("input", { type: "checkbox", checked: true });
    keys.addEventListener("change", () => { this.byKeys = keys.checked; });
    return h(
      "section",
      { class: "tlp-card", "aria-label": "Before you start" },
      h("h1", { tabindex: "-1" }, playbook.title),
      h("p", { class: "tlp-lead" }, count),
      h("p", { class: "tlp-education" }, playbook.education),
      ...playbook.banners.map((text) => h("p", { class: "tlp-sign" }, text)),
      h("div", { class: "tlp-row" },
        h("button", { class: "tlp-main", type: "button", "aria-keyshortcuts": "Space", onclick: () => this.start() }, "Start"),
        this.soundButton()),
      h("details", {}, h("summary", {}, "When to stop"), ...this.signs(), ...playbook.notices.map((text) => h("p", {}, text))),
      h("details", {}, h("summary", {}, "Keys"),
        h("p", {}, "Space: play or pause. Right arrow: skip. Left arrow: back. N: ready now. M: sound. P: it hurts."),
        h("label", {}, keys, " Control by keys")),
      h("ol", { class: "tlp-steps" }, ...steps),
    );
  }

  stage() {
    const { ui, playbook } = this;
    const button = (name, keys, act, look) =>
      h("button", { type: "button", class: look, "aria-keyshortcuts": keys, onclick: act }, name);
    ui.bar = this.progress();
    ui.number = h("span");
    ui.left = h("span");
    ui.phase = h("span", { class: "tlp-phase" });
    ui.name = h("h1", { tabindex: "-1" });
    ui.dose = h("p", { class: "tlp-dose" });
    ui.picture = h("div", { class: "tlp-picture" });
    ui.prompt = h("p", { class: "tlp-prompt" });
    ui.where = h("p", { class: "tlp-where" });
    ui.digits = h("span", { class: "tlp-digits" });
    ui.unit = h("span", { class: "tlp-unit" });
    ui.warn = h("div", { class: "tlp-warn", role: "note", "aria-label": "Limits and cautions" });
    ui.how = h("div", { class: "tlp-how" });
    ui.next = h("p", { class: "tlp-next" });
    ui.pause = button("Pause", "Space", () => this.toggle(), "tlp-main");
    ui.ready = button("Ready now", "n", () => this.ready(), "tlp-quiet tlp-ready");
    const drawn = ring();
    ui.arc = drawn.querySelector(".tlp-arc");
    const timer = h("div", { class: "tlp-timer", role: "timer", "aria-label": "This moment" }, drawn, h("div", {}, ui.digits, ui.unit));
    ui.about = h("details", { class: "tlp-about", open: this.root.clientWidth >= WIDE });
    ui.about.append(h("summary", {}, "How to do it"), ui.how);
    ui.scene = h("div", { class: "tlp-scene" }, ui.picture,
      h("div", { class: "tlp-now" }, ui.prompt, timer, ui.where, ui.ready));
    const education = h("p", { class: "tlp-education" }, playbook.education);
    ui.more = h("div", { class: "tlp-more" }, ui.warn, ui.next, ui.about, education);
    return h(
      "section",
      { class: "tlp-stage", "aria-label": playbook.title },
      h("header", {}, ui.bar, h("div", { class: "tlp-row tlp-meta" }, ui.number, ui.left, this.soundButton())),
      h("div", { class: "tlp-title" }, ui.phase, ui.dose, ui.name),
      ui.scene,
      ui.more,
      h("footer", { role: "group", "aria-label": "Controls" },
        button("It hurts", "p", () => this.hurt(), "tlp-hurt"),
        button("Back", "ArrowLeft", () => this.back(), "tlp-quiet"),
        ui.pause,
        button("Skip", "ArrowRight", () => this.skip(), "tlp-quiet")),
    );
  }

  progress() {
    const bar = h("div", { class: "tlp-bar", role: "progressbar", "aria-label": "Routine", "aria-valuemin": 0, "aria-valuemax": this.seconds });
    this.ui.segments = this.playbook.steps.map((step, number) => {
      const length = step.moments.reduce((sum, one) => sum + one.seconds, 0);
      const fill = h("span", {});
      const part = h("span", { class: "tlp-part", "data-phase": PHASES.has(step.phase) ? step.phase : "" }, fill);
      part.style.flexGrow = String(length);
      bar.append(part);
      return { fill, length, begin: this.moments[this.first(number)]?.at ?? 0 };
    });
    return bar;
  }

  painful() {
    const { pain } = this.playbook;
    const title = `${this.id}-pain`;
    const button = (name, act, look) => h("button", { type: "button", class: look, onclick: act }, name);
    const made = h(
      "dialog",
      { class: "tlp-pain", "aria-labelledby": title },
      h("h2", { id: title }, "Stop here"),
      h("p", { class: "tlp-lead" }, pain.rule),
      ...this.signs(),
      h("div", { class: "tlp-row" },
        button("Leave this exercise out", () => this.leave(), "tlp-main"),
        button("End the routine", () => this.end(), "tlp-quiet"),
        button("It has gone: carry on", () => this.carryOn(), "tlp-quiet")),
      h("details", {}, h("summary", {}, "If you know your usual pain: a scale from 0 to 10"),
        h("dl", {}, ...pain.zones.flatMap((zone) => [h("dt", {}, `${zone.from} to ${zone.to}`), h("dd", {}, zone.text)])),
        h("p", {}, pain.caveat)),
      h("p", { class: "tlp-education" }, this.playbook.education),
    );
    made.addEventListener("cancel", (event) => { event.preventDefault(); this.carryOn(); });
    return made;
  }
}

/** The widget of a notebook: the same player, in step with Python. */
function render({ model, el }) {
  const root = document.createElement("div");
  root.setAttribute(DEAF, "");
  el.append(root);
  const save = (held) => {
    for (const [name, value] of Object.entries(held)) model.set(name, value);
    model.save_changes();
  };
  const player = mount(root, model.get("playbook"), {
    onEvent: (event) => save({ events: [...model.get("events"), event] }),
    onChange: (state, position) => save({ state, position }),
  });
  const asked = () => {
    const wanted = model.get("state");
    if (wanted === player.state) return;
    if (wanted === "playing") player.play();
    else if (wanted === "paused") player.pause();
    else save({ state: player.state });
  };
  const moved = () => {
    if (model.get("position") !== Math.floor(player.position)) player.seek(model.get("position"));
  };
  model.on("change:state", asked);
  model.on("change:position", moved);
  return () => {
    model.off("change:state", asked);
    model.off("change:position", moved);
    player.destroy();
  };
}

export default { render };

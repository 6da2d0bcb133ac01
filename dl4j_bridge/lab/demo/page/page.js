// Sends what is drawn, shows what the network says.

import { bytes, grey, paint, signed } from "/pixels.js";
import { drawable } from "/sheet.js";

const ALL = 26; // so many classes are shown in their order, of more the best
const BEST = 12;
const LARGEST = 12; // pixels of the screen for a unit
const MAP = { wide: 56, narrow: 40 }; // pixels of the screen for a map's longer side

const $ = (id) => document.getElementById(id);
const sheet = drawable($("sheet"), changed);
let about = { classes: [] };
let answer = null;
let version = 0; // of the drawing
let answered = 0; // the version that is shown
let asking = false;
let penUp = true;

function changed(up) {
  penUp = up;
  version++;
  const drawn = sheet.strokes.length > 0;
  document.body.classList.toggle("drawn", drawn);
  $("undo").disabled = $("clear").disabled = !drawn;
  $("answer").ariaBusy = "true";
  ask();
}

/** One question at a time; whoever draws on meanwhile is asked about when it is answered. */
async function ask() {
  if (asking) return;
  asking = true;
  while (answered !== version) {
    const asked = version;
    const found = sheet.strokes.length ? await read(sheet.strokes) : null;
    if (asked !== version && !sheet.strokes.length) continue; // it was cleared meanwhile
    answered = asked;
    answer = found;
    show();
  }
  asking = false;
  $("answer").ariaBusy = "false";
  if (penUp) $("spoken").textContent = inWords();
}

async function read(strokes) {
  try {
    const response = await fetch("/read", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ strokes }),
    });
    const found = await response.json();
    $("trouble").textContent = found.error ?? "";
    return response.ok ? found : null;
  } catch {
    $("trouble").textContent = "The demo was ended. Start it again: dl4j-bridge demo";
    return null;
  }
}

function show() {
  const name = answer ? about.classes[answer.best] : "–";
  $("best").textContent = name;
  $("best").classList.toggle("name", name.length > 2);
  showBars(answer?.outputs ?? about.classes.map(() => 0), answer?.best);
  if (!answer) {
    paint($("seen"), new Uint8Array(1), 1, 1, grey);
    $("layers").replaceChildren();
    return;
  }
  const { pixels, height, width } = answer.picture;
  paint($("seen"), bytes(pixels), height, width, grey);
  showLayers(answer.layers);
}

function showBars(outputs, best) {
  let shown = outputs.map((_, i) => i);
  if (shown.length > ALL) shown = shown.sort((a, b) => outputs[b] - outputs[a]).slice(0, BEST);
  const lines = children($("bars"), shown.length, "li", ["span", "name"], ["span", "track"], [
    "span",
    "number",
  ]);
  const longest = Math.max(1, ...outputs.map(Math.abs));
  lines.forEach((line, at) => {
    const index = shown[at];
    const [name, track, number] = line.children;
    line.className = index === best ? "winner" : "";
    name.textContent = about.classes[index];
    number.textContent = best === undefined ? "" : inNumbers(outputs, index);
    const [bar] = children(track, 1, "div");
    bar.className = "bar";
    bar.style.transform = `scaleX(${Math.max(0, outputs[index]) / longest})`;
  });
}

function showLayers(layers) {
  const colours = signed();
  const side = matchMedia("(max-width: 44rem)").matches ? MAP.narrow : MAP.wide;
  children($("layers"), layers.length, "div", ["h3"], ["p"], ["div", "maps"]).forEach((box, at) => {
    const layer = layers[at];
    const [head, facts, maps] = box.children;
    box.className = "layer";
    head.textContent = `${layer.type} · ${layer.shape.join("×")}`;
    facts.textContent = inFacts(layer);
    const pixels = bytes(layer.pixels);
    const { count, height, width } = layer;
    const size = height * width;
    const longer = Math.max(height, width);
    const scale = count > 1 ? Math.max(1, Math.round(side / longer)) : LARGEST;
    children(maps, count, "canvas").forEach((canvas, map) => {
      paint(canvas, pixels.subarray(map * size, (map + 1) * size), height, width, colours);
      canvas.style.width = `${width * scale}px`;
      canvas.ariaHidden = "true"; // the facts above say it in words
    });
  });
}

/** As many children as are wanted, each with the same inside; those at hand are kept. */
function children(parent, count, tag, ...inside) {
  while (parent.children.length > count) parent.lastElementChild.remove();
  while (parent.children.length < count) {
    const child = parent.appendChild(document.createElement(tag));
    for (const [part, kind = ""] of inside) {
      child.appendChild(document.createElement(part)).className = kind;
    }
  }
  return [...parent.children];
}

function inNumbers(outputs, index) {
  const value = outputs[index];
  const shares = outputs.every((output) => output >= 0 && output <= 1);
  return shares ? `${(100 * value).toFixed(1)} %` : value.toPrecision(3);
}

function inFacts(layer) {
  const parts = [`${Math.round(100 * layer.positive)} % above 0`];
  if (layer.activation) parts.unshift(layer.activation);
  parts.push(`strongest ${layer.peak.toPrecision(3)}`);
  if (layer.count > 1 && layer.shape[0] > layer.count) parts.push(`the first ${layer.count} maps`);
  return parts.join(", ");
}

function inWords() {
  if (!answer) return sheet.strokes.length ? "" : "The sheet is empty.";
  const { outputs, best } = answer;
  return `${about.classes[best]}, ${inNumbers(outputs, best)}`;
}

function pressed(event) {
  const undo = event.key === "Backspace" || (event.key === "z" && (event.ctrlKey || event.metaKey));
  const clear = event.key === "Escape" || event.key === "Delete";
  if (!undo && !clear) return;
  event.preventDefault();
  if (!sheet.strokes.length) return;
  if (undo) sheet.undo();
  else sheet.clear();
}

function repaint() {
  sheet.show();
  show();
}

async function introduce() {
  about = await (await fetch("/about")).json();
  const [channels, height, width] = about.picture;
  document.title = `${about.name} · dl4j-bridge demo`;
  $("model").textContent =
    `${about.name}: ${about.kind}, ${about.parameters.toLocaleString("en")} parameters`;
  $("size").textContent =
    `${height}×${width} pixels${channels > 1 ? `, the same in ${channels} channels` : ""}: ` +
    "your strokes, made to fit and centred by their mass as MNIST’s digits were.";
  show();
}

$("undo").addEventListener("click", sheet.undo);
$("clear").addEventListener("click", sheet.clear);
addEventListener("keydown", pressed);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
introduce();

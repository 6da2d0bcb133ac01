// The sheet one draws on: strokes of points from 0 to 1.

const PEN = 0.07; // of the sheet's side
const STEP = 0.003; // a point that is nearer to the last one is left out

/**
 * Let a canvas be drawn on with mouse, finger or pen.
 *
 * @param changed called after every change; its argument says whether the pen is up
 */
export function drawable(canvas, changed) {
  let strokes = [];
  let pointer = null;

  function begin(event) {
    if (pointer !== null || event.button !== 0) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    strokes.push([place(event)]);
    update(false);
  }

  function go(event) {
    if (event.pointerId !== pointer) return;
    const stroke = strokes.at(-1);
    // A browser may hand over several places of a fast pen at once.
    const events = event.getCoalescedEvents?.() ?? [];
    for (const [x, y] of (events.length ? events : [event]).map(place)) {
      const [lastX, lastY] = stroke.at(-1);
      if (Math.hypot(x - lastX, y - lastY) >= STEP) stroke.push([x, y]);
    }
    update(false);
  }

  function end(event) {
    if (event.pointerId !== pointer) return;
    pointer = null;
    update(true);
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = (event.clientY - box.top) / box.height;
    return [x, y].map((part) => Math.round(Math.min(Math.max(part, 0), 1) * 1e4) / 1e4);
  }

  function update(up) {
    show();
    changed(up);
  }

  function show() {
    const side = Math.round(canvas.clientWidth * devicePixelRatio);
    canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineWidth = PEN * side;
    context.lineCap = context.lineJoin = "round";
    for (const stroke of strokes) {
      context.beginPath();
      // A line to where it begins makes a dot of a single point.
      for (const [x, y] of [stroke[0], ...stroke]) context.lineTo(x * side, y * side);
      context.stroke();
    }
  }

  canvas.addEventListener("pointerdown", begin);
  canvas.addEventListener("pointermove", go);
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  new ResizeObserver(show).observe(canvas);

  return {
    get strokes() {
      return strokes;
    },
    undo() {
      pointer = null;
      strokes.pop();
      update(true);
    },
    clear() {
      pointer = null;
      strokes = [];
      update(true);
    },
    show,
  };
}

// Bytes as pictures on a canvas.

/** The bytes that base64 stands for. */
export function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** White ink on black. */
export function grey(value) {
  return [value, value, value, 255];
}

/** From the colour of the page's negative over its paper to that of its positive. */
export function signed() {
  const [paper, negative, positive] = ["--sheet", "--negative", "--positive"].map(colour);
  return (value) => {
    const number = value < 128 ? value : value - 256;
    if (number === -128) return [0, 0, 0, 0]; // no unit is here
    const end = number < 0 ? negative : positive;
    const share = Math.abs(number) / 127;
    return [...paper.map((from, i) => from + (end[i] - from) * share), 255];
  };
}

/** Paint one picture; the canvas gets as many pixels as that has. */
export function paint(canvas, pixels, height, width, rgba) {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const image = new ImageData(width, height);
  for (let i = 0; i < height * width; i++) image.data.set(rgba(pixels[i]), 4 * i);
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function colour(name) {
  const digits = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [1, 3, 5].map((at) => parseInt(digits.slice(at, at + 2), 16));
}

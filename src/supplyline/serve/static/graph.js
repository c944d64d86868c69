// Draws the whole supply graph with WebGL: all lines and all points in two calls, so that ten thousand move at once.

const box = document.getElementById("map");
if (box) start(box).catch((e) => {
  box.hidden = true;
  document.getElementById("map-told").textContent = `The picture cannot be drawn here (${e.message}). The list below has the parties.`;
});

const NAMED = 40;
const VERTEX = `
attribute vec2 at; attribute vec4 tint; attribute float size;
uniform vec2 scale, shift; uniform float dot;
varying vec4 shade;
void main() { gl_Position = vec4(at * scale + shift, 0.0, 1.0); gl_PointSize = size * dot; shade = tint; }`;
const FRAGMENT = `
precision mediump float; varying vec4 shade; uniform bool round;
void main() {
  if (round) { vec2 d = gl_PointCoord - 0.5; if (dot(d, d) > 0.25) discard; }
  gl_FragColor = vec4(shade.rgb * shade.a, shade.a);
}`;

function colour(name, alpha = 1) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const hex = probe.fillStyle;
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).concat(alpha);
}

function program(gl) {
  const made = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  gl.useProgram(made);
  return made;
}

async function start(box) {
  const canvas = box.querySelector("canvas"), tip = box.querySelector(".tip"), names = box.querySelector(".names"), find = document.getElementById("map-find");
  const gl = canvas.getContext("webgl", { antialias: true, premultipliedAlpha: true });
  if (!gl) throw new Error("no WebGL");
  const answer = await fetch(box.dataset.src);
  if (!answer.ok) throw new Error(`answer ${answer.status}`);
  const { points, lines } = await answer.json();
  const degree = new Float32Array(points.length);
  for (const [a, b, n] of lines) { degree[a] += n; degree[b] += n; }
  const made = program(gl);
  const where = (name) => gl.getUniformLocation(made, name);
  const uniform = { scale: where("scale"), shift: where("shift"), dot: where("dot"), round: where("round") };
  const view = { x: 0, y: 0, zoom: 0.92 };
  const asked = new URLSearchParams(location.search), kept = (asked.get("at") || "").split(",").map(Number);
  if (kept.length === 3 && kept.every(Number.isFinite)) Object.assign(view, { x: kept[0], y: kept[1], zoom: Math.min(60, Math.max(0.4, kept[2])) });
  let remembering = 0;
  let wanted = null; // a set of points, where something is looked for
  let buffers = [], drawn = false, resting = 0;
  const order = points.map((_, i) => i).sort((a, b) => degree[b] - degree[a] || a - b);

  function fill() {
    const kinds = [colour("--link"), colour("--bad"), colour("--bad", 0.55), colour("--soft")];
    const plain = colour("--soft", lines.length > 3000 ? 0.22 : 0.5), denied = colour("--deny", 0.8);
    const dots = new Float32Array(points.length * 7), ends = new Float32Array(lines.length * 14);
    points.forEach(([x, y, kind], i) => {
      const c = kinds[kind], off = wanted ? !wanted.has(i) : !degree[i]; // without a line: the filters leave it out
      dots.set([x, y, c[0], c[1], c[2], off ? 0.12 : c[3], (wanted && !off ? 8 : 4) + Math.min(10, Math.sqrt(degree[i]))], i * 7);
    });
    lines.forEach(([a, b, , d], i) => {
      const c = d ? denied : plain, off = wanted && !wanted.has(a) && !wanted.has(b) ? 0.15 : 1;
      ends.set([points[a][0], points[a][1], c[0], c[1], c[2], c[3] * off, 1, points[b][0], points[b][1], c[0], c[1], c[2], c[3] * off, 1], i * 14);
    });
    for (const b of buffers) gl.deleteBuffer(b);
    buffers = [ends, dots].map((data) => {
      const buffer = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
      return buffer;
    });
    ask();
  }

  function scales() {
    const wide = canvas.clientWidth, high = canvas.clientHeight, side = Math.min(wide, high) * view.zoom;
    return [side / wide, side / high];
  }

  // Names of those with most links in view, as far as there is room. They come when the picture rests: moving stays smooth.
  function label() {
    const wide = canvas.clientWidth, high = canvas.clientHeight, [sx, sy] = scales(), taken = [], made = [];
    for (const i of order) {
      if (made.length === NAMED) break;
      const x = ((points[i][0] + view.x) * sx + 1) / 2 * wide, y = (1 - (points[i][1] + view.y) * sy) / 2 * high;
      if (x < 0 || x > wide || y < 0 || y > high || (wanted ? !wanted.has(i) : !degree[i])) continue;
      const name = points[i][4], text = name.length > 28 ? `${name.slice(0, 27)}…` : name;
      const long = text.length * 7.5 + 12, left = x + long > wide ? x - long : x + 9;
      if (left < 0 || taken.some(([l, t, w]) => left < l + w && l < left + long && Math.abs(t - y) < 16)) continue;
      taken.push([left, y, long]);
      const one = document.createElement("span");
      one.textContent = text;
      one.style.left = `${left}px`;
      one.style.top = `${y}px`;
      made.push(one);
    }
    names.replaceChildren(...made);
    names.hidden = false;
  }

  function paint() {
    drawn = false;
    names.hidden = true;
    clearTimeout(resting);
    resting = setTimeout(label, 150);
    const ratio = window.devicePixelRatio || 1;
    const wide = Math.round(canvas.clientWidth * ratio), high = Math.round(canvas.clientHeight * ratio);
    if (canvas.width !== wide || canvas.height !== high) { canvas.width = wide; canvas.height = high; }
    gl.viewport(0, 0, wide, high);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    const [sx, sy] = scales();
    gl.uniform2f(uniform.scale, sx, sy);
    gl.uniform2f(uniform.shift, view.x * sx, view.y * sy);
    gl.uniform1f(uniform.dot, ratio * Math.min(2.5, Math.max(0.6, Math.sqrt(view.zoom))));
    buffers.forEach((buffer, which) => {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      [["at", 2, 0], ["tint", 4, 8], ["size", 1, 24]].forEach(([name, size, offset]) => {
        const place = gl.getAttribLocation(made, name);
        gl.enableVertexAttribArray(place);
        gl.vertexAttribPointer(place, size, gl.FLOAT, false, 28, offset);
      });
      gl.uniform1i(uniform.round, which);
      if (which) gl.drawArrays(gl.POINTS, 0, points.length);
      else gl.drawArrays(gl.LINES, 0, lines.length * 2);
    });
  }

  // The address is the view: a bookmark, or a name under "Saved views", brings back what is seen now.
  function address() {
    const query = new URLSearchParams(location.search), text = find.value.trim();
    query.set("at", [view.x, view.y, view.zoom].map((n) => +n.toFixed(4)).join(","));
    if (text) query.set("find", text);
    else query.delete("find");
    return `${location.pathname}?${query}`;
  }
  function remember() {
    clearTimeout(remembering);
    remembering = setTimeout(() => history.replaceState(null, "", address()), 300);
  }
  const saving = document.getElementById("save-view");
  if (saving) saving.addEventListener("submit", () => (saving.elements.address.value = address()));

  function ask() {
    if (!drawn) { drawn = true; requestAnimationFrame(paint); }
  }

  // What is seen now, with the names, as a PNG that leaves the machine by nobody's hand but the reader's.
  const save = document.getElementById("map-save");
  save.hidden = false;
  save.addEventListener("click", () => {
    const picture = document.createElement("canvas"), pen = picture.getContext("2d"), style = getComputedStyle(document.documentElement);
    paint(); // what WebGL has drawn is there only until the next frame
    label();
    picture.width = canvas.width;
    picture.height = canvas.height;
    pen.fillStyle = style.getPropertyValue("--card");
    pen.fillRect(0, 0, picture.width, picture.height);
    pen.drawImage(canvas, 0, 0);
    pen.scale(picture.width / canvas.clientWidth, picture.height / canvas.clientHeight);
    pen.font = `${getComputedStyle(names).fontSize} ${getComputedStyle(names).fontFamily}`;
    pen.textBaseline = "middle";
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    pen.strokeStyle = style.getPropertyValue("--card");
    pen.fillStyle = style.getPropertyValue("--ink");
    for (const put of ["strokeText", "fillText"]) for (const one of names.children) pen[put](one.textContent, parseFloat(one.style.left) + 2, parseFloat(one.style.top));
    picture.toBlob((data) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(data);
      link.download = "supply-graph.png";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
  });

  // From a place on the screen to a place in the graph, and to the nearest point.
  function place(e) {
    const r = canvas.getBoundingClientRect(), [sx, sy] = scales();
    return [((e.clientX - r.left) / r.width * 2 - 1) / sx - view.x, (1 - (e.clientY - r.top) / r.height * 2) / sy - view.y];
  }
  function nearest(e) {
    const [x, y] = place(e), reach = 18 / (Math.min(canvas.clientWidth, canvas.clientHeight) * view.zoom);
    let best = -1, least = reach * reach;
    for (let i = 0; i < points.length; i++) {
      const dx = points[i][0] - x, dy = points[i][1] - y, far = dx * dx + dy * dy;
      if (far < least) { least = far; best = i; }
    }
    return best;
  }
  function zoom(by, at) {
    const next = Math.min(60, Math.max(0.4, view.zoom * by));
    if (at) { const k = view.zoom / next; view.x = (at[0] + view.x) * k - at[0]; view.y = (at[1] + view.y) * k - at[1]; }
    view.zoom = next;
    remember();
    ask();
  }

  let held = null, moved = false;
  canvas.addEventListener("pointerdown", (e) => { held = [e.clientX, e.clientY]; moved = false; canvas.setPointerCapture(e.pointerId); });
  canvas.addEventListener("pointermove", (e) => {
    if (held) {
      const [sx, sy] = scales(), dx = e.clientX - held[0], dy = e.clientY - held[1];
      if (Math.abs(dx) + Math.abs(dy) > 3) moved = true;
      view.x += dx / canvas.clientWidth * 2 / sx;
      view.y -= dy / canvas.clientHeight * 2 / sy;
      held = [e.clientX, e.clientY];
      ask();
      return;
    }
    const i = nearest(e), r = box.getBoundingClientRect();
    tip.textContent = i < 0 ? "" : `${points[i][4]}, ${degree[i]} ${degree[i] === 1 ? "link" : "links"}`;
    tip.style.left = `${Math.min(e.clientX - r.left + 12, r.width - 160)}px`;
    tip.style.top = `${e.clientY - r.top + 12}px`;
  });
  canvas.addEventListener("pointerup", (e) => {
    held = null;
    if (moved) remember();
    const i = moved ? -1 : nearest(e);
    if (i >= 0) location.assign(`/graph?entity=${encodeURIComponent(points[i][3])}`);
  });
  canvas.addEventListener("wheel", (e) => { e.preventDefault(); zoom(Math.exp(-e.deltaY / 400), place(e)); }, { passive: false });
  canvas.addEventListener("keydown", (e) => {
    const step = 0.15 / view.zoom, way = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[e.key];
    if (way) { view.x += way[0]; view.y += way[1]; remember(); ask(); }
    else if (e.key === "+" || e.key === "=") zoom(1.25);
    else if (e.key === "-") zoom(0.8);
    else return;
    e.preventDefault();
  });
  function look() {
    const text = find.value.trim().toLowerCase();
    wanted = text ? new Set(points.flatMap((p, i) => (p[4].toLowerCase().includes(text) ? [i] : []))) : null;
    tip.textContent = "";
    fill();
  }
  find.addEventListener("input", () => { look(); remember(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", fill);
  new ResizeObserver(ask).observe(canvas);
  look();
  box.dataset.ready = points.length;
}

// Maps that can be moved, in place of the still pictures that the pages come with. Without WebGL the picture stays.
// All text of reports is set as textContent: none of it is ever parsed.

import { contentsOf, colour, isCalm, isOurs, onFigures, onTheme } from "./theme.js";
import { offer, onSelect, select } from "./selecting.js";

const HERE = new URL(".", import.meta.url);
const MOST_IN_POPUP = 8;
const TOKENS = {
  sea: "--fig-sea", land: "--fig-land", coast: "--fig-coast", border: "--fig-border",
  name: "--fig-name", paper: "--fig-paper", mark: "--fig-mark", against: "--fig-against", chosen: "--fig-chosen",
};
const number = new Intl.NumberFormat("en-GB");
const SEVERAL = "M-6.5,-6.5h13v13h-13z";

/** Claims by point, as one spot each. */
function spotsOf(points) {
  const spots = new Map();
  for (const point of points) {
    const key = `${point.lon.toFixed(4)},${point.lat.toFixed(4)}`;
    if (!spots.has(key)) spots.set(key, { id: spots.size, at: [point.lon, point.lat], points: [] });
    spots.get(key).points.push(point);
  }
  for (const spot of spots.values()) {
    const statuses = new Set(spot.points.map((point) => point.status));
    spot.status = statuses.size === 1 ? [...statuses][0] : "several";
    spot.number = spot.points.reduce((sum, point) => sum + (point.number ?? 1), 0);
  }
  return [...spots.values()];
}

// Our own feature for a claim and place, or one of the GeoJSON export.
function pointsOf(contents) {
  if (contents.points) return contents.points;
  return (contents.features ?? []).filter((one) => one.geometry).map((one) => ({
    id: String(one.properties.row ?? one.id),
    label: String(one.properties.label ?? one.properties.trigger ?? one.properties.type ?? ""),
    place: String(one.properties.place ?? ""),
    status: one.properties.negated ? "negated" : String(one.properties.status ?? ""),
    lon: one.geometry.coordinates[0],
    lat: one.geometry.coordinates[1],
    href: one.properties.href,
  }));
}

/** The name of a spot for the canvas, which cannot write from right to left: those names are in the list alone. */
function nameOf(spot) {
  const name = spot.points[0].place;
  return /[\u0590-\u08ff\ufb1d-\ufefc]/.test(name) ? "" : name.slice(0, 40);
}

/** TopoJSON to GeoJSON, for the one kind of file that scripts/basemap.py writes. */
function unpack(topology) {
  const { scale: [sx, sy], translate: [dx, dy] } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([stepX, stepY]) => [(x += stepX) * sx + dx, (y += stepY) * sy + dy]);
  });
  const line = (numbers) => numbers.flatMap((n, i) => {
    const arc = n >= 0 ? arcs[n] : arcs[~n].slice().reverse();
    return i ? arc.slice(1) : arc;
  });
  const shapes = {
    land: (arcs) => ({ type: "MultiPolygon", coordinates: arcs.map((rings) => rings.map(line)) }),
    coasts: (arcs) => ({ type: "MultiLineString", coordinates: arcs.map(line) }),
    borders: (arcs) => ({ type: "MultiLineString", coordinates: arcs.map(line) }),
  };
  const made = {};
  for (const [name, shape] of Object.entries(shapes)) {
    made[name] = { type: "Feature", properties: {}, geometry: shape(topology.objects[name].arcs) };
  }
  return made;
}

function collection(features) {
  return { type: "FeatureCollection", features };
}

function pointFeature(at, properties, id) {
  return { type: "Feature", id, properties, geometry: { type: "Point", coordinates: at } };
}

const statusesOf = (figure) => {
  const found = { several: { word: "several", path: SEVERAL } };
  for (const row of figure.querySelectorAll("[data-status]")) {
    const path = row.querySelector("path")?.getAttribute("d");
    found[row.dataset.status] = { word: row.querySelector("span")?.textContent ?? row.dataset.status, path };
  }
  return found;
};

/** A shape on a round of paper, twice as large as it is shown. */
function icon(path, ink, paper) {
  const size = 44, canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  pen.translate(size / 2, size / 2);
  pen.scale(2, 2);
  pen.fillStyle = paper;
  pen.beginPath();
  pen.arc(0, 0, 9.5, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = ink;
  pen.fill(new Path2D(path), "evenodd");
  return pen.getImageData(0, 0, size, size);
}

function styleOf(ink, world, names, spots) {
  const font = { "text-font": ["sans-serif"] };
  const halo = { "text-color": ink.name, "text-halo-color": ink.land, "text-halo-width": 1.2 };
  const rank = (n) => ["==", ["get", "rank"], n];
  const town = (id, n, from, size) => ({
    id, type: "symbol", source: "names", filter: rank(n), minzoom: from, paint: halo,
    layout: { ...font, "text-field": ["get", "name"], "text-size": size, "text-padding": 6, "text-max-width": 7 },
  });
  const cluster = ["has", "point_count"];
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: world.land, tolerance: 0.2 },
      coasts: { type: "geojson", data: world.coasts, tolerance: 0.2 },
      borders: { type: "geojson", data: world.borders, tolerance: 0.2 },
      names: { type: "geojson", data: names },
      spots: {
        // So far apart that no two circles of clusters, drawn below, lie on each other.
        type: "geojson", data: spots, cluster: true, clusterRadius: 52, clusterMaxZoom: 9,
        clusterProperties: { claims: ["+", ["get", "claims"]] },
      },
      chosen: { type: "geojson", data: collection([]) },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": ink.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": ink.land, "fill-antialias": false } },
      { id: "coasts", type: "line", source: "coasts", paint: { "line-color": ink.coast, "line-width": 0.8 } },
      {
        id: "borders", type: "line", source: "borders",
        paint: { "line-color": ink.border, "line-width": 0.8, "line-dasharray": [4, 2] },
      },
      town("towns", 3, 6.2, 11), town("cities", 2, 5, 11), town("capitals", 1, 4, 12),
      {
        id: "countries", type: "symbol", source: "names", filter: rank(0), minzoom: 1.6, maxzoom: 8, paint: halo,
        layout: {
          ...font, "text-field": ["get", "name"], "text-size": 11.5, "text-transform": "uppercase",
          "text-letter-spacing": 0.14, "text-padding": 8, "text-max-width": 7,
        },
      },
      {
        id: "chosen", type: "circle", source: "chosen",
        paint: {
          "circle-radius": 16, "circle-color": ink.chosen, "circle-opacity": 0.22,
          "circle-stroke-color": ink.chosen, "circle-stroke-width": 2.5,
        },
      },
      {
        id: "clusters", type: "circle", source: "spots", filter: cluster,
        paint: {
          "circle-color": ink.paper, "circle-stroke-color": ink.mark, "circle-stroke-width": 1.6,
          "circle-radius": ["interpolate", ["linear"], ["get", "claims"], 2, 12, 20, 15, 200, 20, 5000, 26],
        },
      },
      {
        id: "cluster-counts", type: "symbol", source: "spots", filter: cluster,
        layout: {
          ...font, "text-field": ["to-string", ["get", "claims"]], "text-size": 13, "text-allow-overlap": true,
          "text-padding": 14,
        },
        paint: { "text-color": ink.mark },
      },
      {
        id: "spots", type: "symbol", source: "spots", filter: ["!", cluster],
        layout: {
          "icon-image": ["concat", "status-", ["get", "status"]], "icon-allow-overlap": true,
          "icon-size": ["interpolate", ["linear"], ["get", "claims"], 1, 0.95, 20, 1.25, 200, 1.6], ...font,
          "text-field": ["concat", ["get", "name"], ["case", [">", ["get", "claims"], 1], ["concat", " ", ["get", "claims"]], ""]],
          "text-size": 12, "text-offset": [1, 0], "text-anchor": "left", "text-optional": true, "text-max-width": 12,
        },
        paint: { "text-color": ink.mark, "text-halo-color": ink.land, "text-halo-width": 1.6 },
      },
    ],
  };
}

/** What is at a spot: place, then each claim with its status in words. */
function describe(spot, statuses) {
  const box = document.createElement("div");
  const head = box.appendChild(document.createElement("strong"));
  head.textContent = spot.points[0].place;
  head.dir = "auto";
  if (spot.points.every((point) => !point.label)) return describeCounts(box, spot, statuses);
  const list = box.appendChild(document.createElement("ul"));
  for (const point of spot.points.slice(0, MOST_IN_POPUP)) {
    const row = list.appendChild(document.createElement("li"));
    const label = row.appendChild(document.createElement(isOurs(point.href) ? "a" : "span"));
    if (isOurs(point.href)) label.href = point.href;
    label.textContent = point.label;
    label.dir = "auto";
    const status = row.appendChild(document.createElement("small"));
    status.textContent = ` ${statuses[point.status]?.word ?? point.status}`;
  }
  const left = spot.points.length - MOST_IN_POPUP;
  if (left > 0) box.appendChild(document.createElement("small")).textContent = `and ${left} more in the table`;
  return box;
}

/** How many of each status, and the way to all of them. */
function describeCounts(box, spot, statuses) {
  const { href } = spot.points[0];
  const list = box.appendChild(document.createElement("ul"));
  for (const point of spot.points) {
    const row = list.appendChild(document.createElement("li"));
    row.textContent = `${number.format(point.number ?? 1)} ${statuses[point.status]?.word ?? point.status}`;
  }
  if (isOurs(href)) {
    const link = box.appendChild(document.createElement("a"));
    link.href = href;
    link.textContent = `All ${number.format(spot.number)} of them`;
  }
  return box;
}

async function load(base) {
  const read = async (name) => (await fetch(new URL(name, base))).json();
  const [maplibre, world, places] = await Promise.all([
    import(new URL("vendor/maplibre-gl/maplibre-gl.mjs", HERE)), read("world.json"), read("places.json"),
  ]);
  const names = collection(places.map(([name, lon, lat, rank]) => pointFeature([lon, lat], { name, rank })));
  return { maplibre, world: unpack(world), names };
}

function boundsOf(maplibre, spots) {
  const bounds = new maplibre.LngLatBounds();
  for (const spot of spots) bounds.extend(spot.at);
  return bounds;
}

/** The zoom at which the world fills the width of a box once: no claim is ever shown twice. */
function wholeWorld(box) {
  return Math.max(Math.log2(box.clientWidth / 512), -2);
}

async function enliven(figure) {
  const stage = figure.querySelector("[data-stage]");
  const spots = spotsOf(pointsOf(await contentsOf(figure)));
  if (!stage || !spots.length) return;
  const base = figure.dataset.base ? new URL(figure.dataset.base, location.href) : new URL("basemap/", HERE);
  const { maplibre, world, names } = await load(base);
  if (!figure.isConnected) return;  // the part of the page was changed meanwhile
  const statuses = statusesOf(figure);
  const features = collection(spots.map((spot) =>
    pointFeature(spot.at, { status: spot.status, claims: spot.number, spot: spot.id, name: nameOf(spot) }, spot.id)));
  const inks = () => Object.fromEntries(Object.entries(TOKENS).map(([key, token]) => [key, colour(stage, token)]));

  const box = document.createElement("div");
  box.className = "fig-map-live";
  stage.append(box);
  const map = new maplibre.Map({
    container: box, style: styleOf(inks(), world, names, features), attributionControl: false,
    bounds: boundsOf(maplibre, spots), fitBoundsOptions: { padding: 40, maxZoom: 6.5 }, maxZoom: 11, minZoom: wholeWorld(box),
    dragRotate: false, pitchWithRotate: false, touchPitch: false, cooperativeGestures: true, fadeDuration: 0,
    renderWorldCopies: true, refreshExpiredTiles: false,
  });
  maps.set(figure, map);
  map.on("resize", () => map.setMinZoom(wholeWorld(box)));
  map.keyboard.disableRotation();
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");

  const drawIcons = () => {
    const ink = inks();
    for (const [status, { path }] of Object.entries(statuses)) {
      if (!path) continue;
      const image = icon(path, status === "negated" ? ink.against : ink.mark, ink.paper);
      if (map.hasImage(`status-${status}`)) map.updateImage(`status-${status}`, image);
      else map.addImage(`status-${status}`, image, { pixelRatio: 2 });
    }
  };
  drawIcons();
  map.on("load", () => {
    stage.classList.add("is-live");
    map.getCanvas().setAttribute("aria-label", figure.querySelector("[role=img]")?.getAttribute("aria-label") ?? "Map");
  });

  const popup = new maplibre.Popup({ closeButton: true, maxWidth: "280px", offset: 14, focusAfterOpen: false });
  let open = null;
  const show = (spot) => {
    open = spot;
    popup.setLngLat(spot.at).setDOMContent(describe(spot, statuses)).addTo(map);
  };
  popup.on("close", () => { open = null; });
  const mark = (chosen) => map.getSource("chosen")?.setData(collection(chosen.map((spot) => pointFeature(spot.at, {}))));
  const idsOf = (spot) => spot.points.map((point) => point.id);

  map.on("click", "spots", ({ features: [feature] }) => {
    const spot = spots[feature.properties.spot];
    show(spot);
    select(idsOf(spot), "map", `${spot.points[0].place}: ${number.format(spot.number)}`);
  });
  map.on("click", "clusters", async ({ features: [feature] }) => {
    const zoom = await map.getSource("spots").getClusterExpansionZoom(feature.properties.cluster_id);
    move(feature.geometry.coordinates, zoom + 0.3);
  });
  for (const layer of ["spots", "clusters"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  const move = (center, zoom) => map[isCalm() ? "jumpTo" : "easeTo"]({ center, zoom });
  onSelect(figure, (ids, from) => {
    const chosen = spots.filter((spot) => spot.points.some((point) => ids.has(point.id)));
    mark(chosen);
    if (from === "map") return;
    if (chosen.length) {
      // Who asks for it on the map wants to see the map; the focus stays where it is.
      if (from === "row") stage.scrollIntoView({ block: "nearest", behavior: isCalm() ? "auto" : "smooth" });
      move(chosen[0].at, Math.max(map.getZoom(), 6));
      show(chosen[0]);
    } else if (open) popup.remove();
  });
  onTheme(() => {
    if (!figure.isConnected) return;
    const style = styleOf(inks(), world, names, features);
    for (const layer of style.layers) {
      for (const [key, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, key, value);
    }
    drawIcons();
  });
  offer(spots.flatMap(idsOf), "on the map");
  figure.dataset.ready = "";
}

// A map holds a part of the graphics card: one whose figure is gone gives it back.
const maps = new Map();
for (const moment of ["htmx:afterSettle", "htmx:historyRestore"]) {
  document.addEventListener(moment, () => {
    for (const [figure, map] of maps) if (!figure.isConnected && maps.delete(figure)) map.remove();
  });
}

onFigures("figure[data-map]", (figure) => {
  enliven(figure).catch((error) => {
    figure.querySelector(".fig-map-live")?.remove();
    console.info(`The map stays a picture: ${error.message}`);
  });
});

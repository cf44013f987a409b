// Keeps the tickets of one order on its buyer's device: their pages and barcodes, what these load, and the PDF with
// all of them. Whatever the network answers goes first; what is kept is for when it does not. Forgets everything
// once the order is cancelled or over. It never sees another page than those below its own address.

const HERE = registration.scope;
const STORE = `tickets of ${HERE}`;
const LIST = new URL("kept.json", HERE).href;
const PATIENCE = 4000; // milliseconds, for a network that is there and does not answer
const PARTS = ["style", "script", "image"];

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(look());
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const isHere = request.url.startsWith(HERE);
  const isPart = PARTS.includes(request.destination) && new URL(request.url).origin === location.origin;
  if (request.method !== "GET" || request.url === LIST || !(isHere || isPart)) return;
  event.respondWith(isHere ? answered(event) : loaded(request));
});

// A page, a barcode or a PDF of this order.
async function answered(event) {
  const { request } = event;
  const list = await known();
  const kept = list && (await found(request, list));
  const asked = fetch(request);
  const isPage = request.mode === "navigate";
  if (isPage) event.waitUntil(asked.then(look).catch(() => {}));
  try {
    const answer = await (kept ? inTime(asked) : asked);
    if (answer.status < 500 || !kept) return answer;
  } catch {
    // No network, or none that answers.
  }
  return kept ?? (isPage && list ? caches.match(list.instead, { cacheName: STORE, ignoreVary: true }) : Response.error());
}

// A style sheet or a script: their names change with what is in them.
async function loaded(request) {
  const list = await known();
  return (list && (await found(request, list))) ?? fetch(request);
}

async function inTime(asked) {
  const late = new Promise((_, failed) => setTimeout(() => failed(new Error("late")), PATIENCE));
  return Promise.race([asked, late]);
}

// What is kept of this; for a single ticket's PDF, the one with all of them.
async function found(request, list) {
  const { pathname } = new URL(request.url);
  const isPdf = request.url.startsWith(HERE) && /\/ticket\/\d+\.pdf$/.test(pathname);
  const wanted = isPdf ? list.whole : request;
  return caches.match(wanted, { cacheName: STORE, ignoreVary: true });
}

// The list by which things are kept, as long as that is to last.
async function known() {
  const kept = await caches.match(LIST, { cacheName: STORE });
  const list = kept && (await kept.json());
  if (!list || list.until > Date.now()) return list;
  await forget();
  return undefined;
}

// Ask what is to be kept now. Who cannot be asked, or no longer knows this browser, has said nothing.
async function look() {
  const answer = await fetch(LIST);
  if (!answer.ok) return;
  const copy = answer.clone();
  const list = await answer.json();
  if (!list.addresses.length) return forget();
  if ((await known())?.version === list.version) return;
  const pairs = [];
  for (const address of list.addresses) {
    const part = await fetch(address);
    if (!part.ok || part.redirected) throw new Error(`not kept: ${address}`);
    // Read to its end: what is not would keep its connection, and a browser has six.
    pairs.push([address, new Response(await part.blob(), { headers: part.headers })]);
  }
  const store = await caches.open(STORE);
  for (const { url } of await store.keys())
    if (url !== LIST && !list.addresses.includes(new URL(url).pathname)) await store.delete(url, { ignoreVary: true });
  for (const [address, part] of pairs) await store.put(address, part);
  await store.put(LIST, copy); // last: by then everything is there
}

async function forget() {
  await caches.delete(STORE);
  await registration.unregister();
}

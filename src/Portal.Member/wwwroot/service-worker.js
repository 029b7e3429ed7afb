// Keeps what never changes (styles, scripts, icons: each named by its content) and one page for when there is no connection.
// Pages, figures and codes always come from the server: money is never shown from a cache.
const cacheName = 'portal-static-2';
const offlinePage = '/offline.html';
const kept = [offlinePage, '/icons/icon.svg', '/icons/icon-192.png'];
const byContent = /\.[a-z0-9]{10}\.(?:js|css|svg|png|woff2)$/;
const most = 60;

self.addEventListener('install', event => {
  event.waitUntil(caches.open(cacheName).then(cache => cache.addAll(kept)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => {
  event.waitUntil(caches.keys().then(names => Promise.all(names.filter(name => name !== cacheName).map(name => caches.delete(name)))).then(() => self.clients.claim()));
});

// The oldest go first: a new version of the portal brings new names.
async function keep(request, answer) {
  const cache = await caches.open(cacheName);
  await cache.put(request, answer);
  const stored = (await cache.keys()).filter(one => byContent.test(new URL(one.url).pathname));
  await Promise.all(stored.slice(0, Math.max(0, stored.length - most)).map(one => cache.delete(one)));
}

self.addEventListener('fetch', event => {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(offlinePage)));
  } else if (byContent.test(address.pathname)) {
    event.respondWith(caches.match(request).then(known => known || fetch(request).then(answer => {
      if (answer.ok && answer.type === 'basic') event.waitUntil(keep(request, answer.clone()));
      return answer;
    })));
  } else if (kept.includes(address.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});

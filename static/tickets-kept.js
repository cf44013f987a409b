// From its pages on, an order's tickets are kept on this device, so that they open without a network too. The worker
// may serve nothing but what is below its own address: this order, in this language.

const { worker } = document.querySelector("script[data-worker]").dataset;
const words = document.querySelector("[data-kept]");

async function keep() {
  const registration = await navigator.serviceWorker.register(worker);
  if (registration.active) return registration;
  const coming = registration.installing ?? registration.waiting;
  await new Promise((done, failed) => {
    coming.addEventListener("statechange", () => {
      if (coming.state === "activated") done();
      if (coming.state === "redundant") failed(new Error("nothing was kept"));
    });
  });
  return registration;
}

// Without service workers (an old browser, a private window) tickets need the network.
if (navigator.serviceWorker) {
  keep().then(
    () => words && (words.hidden = false),
    () => {},
  );
}

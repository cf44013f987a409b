// gmial.com: did you mean gmail.com? Offered while one types, taken by one press, and otherwise left alone. The same
// rules as checkout/customer/suggestions.py, which makes the offer where there are no scripts.

const SHORTEST = 7;

export function suggestion(address, { domains, endings }) {
  const at = address.lastIndexOf("@");
  const meant = at > 0 ? meantBy(address.slice(at + 1).toLowerCase(), domains, endings) : "";
  return meant && `${address.slice(0, at)}@${meant}`;
}

function meantBy(domain, domains, endings) {
  if (domains.includes(domain)) return "";
  const near = domains.find((known) => known.length >= SHORTEST && isSlip(domain, known));
  if (near) return near;
  const found = endings.find(([wrong]) => domain.endsWith(`.${wrong}`));
  if (!found) return "";
  const repaired = domain.slice(0, -found[0].length) + found[1];
  return meantBy(repaired, domains, endings) || repaired;
}

// One letter is wrong, missing, too many, or has changed places with its neighbour.
function isSlip(typed, meant) {
  if (typed === meant || Math.abs(typed.length - meant.length) > 1) return false;
  let start = 0;
  while (start < typed.length && start < meant.length && typed[start] === meant[start]) start += 1;
  const [left, right] = [typed.slice(start), meant.slice(start)];
  if (!left || !right) return true;
  const swapped = left.slice(1, 2) + left.slice(0, 1) + left.slice(2);
  return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1) || swapped === right;
}

export function offerEmails(form, keep) {
  const { email, email_kept: questioned, take_email: take } = form.elements;
  const offer = form.querySelector(".meant");
  if (!email || email.readOnly || !offer) return;
  const lists = {
    domains: offer.dataset.domains.split(" "),
    endings: offer.dataset.endings.split(" ").map((pair) => pair.split(":")),
  };

  function look() {
    const meant = suggestion(email.value.trim(), lists);
    take.value = offer.querySelector("bdi").textContent = meant;
    take.disabled = offer.hidden = !meant;
    // Who has seen the offer and goes on is not asked again.
    questioned.value = meant ? email.value.trim() : "";
  }

  email.addEventListener("change", look);
  take.addEventListener("click", (event) => {
    event.preventDefault();
    email.value = take.value;
    look();
    keep();
    email.focus();
  });
  look();
}

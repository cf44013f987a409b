// The main targets that are smaller than 44 pixels: what is pressed to go on, typed into, or chosen. A choice's whole
// row takes the press. An array of sentences.
() => [...document.querySelectorAll(
        "main button:not(.quiet), main .button, main .choices li, main input:not([type=hidden], [type=radio], [type=checkbox]), main select, .site-search button, .site-search input")]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest(".fold:not([open])"))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([one, {width, height}]) => width > 0 && (width < 43.5 || height < 43.5))
    .map(([one, {width, height}]) => `${one.localName}.${one.className} “${one.textContent.trim().slice(0, 30)}” is ${Math.round(width)} × ${Math.round(height)} pixels`)

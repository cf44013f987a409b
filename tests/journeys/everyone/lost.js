// What is cut off, sticks out or stays in the way at this size. An array of sentences. What may scroll in two ways is
// a drawing of seats; what is cut off on purpose are words for listeners.
() => {
    const wide = document.documentElement.clientWidth;
    const called = one => `${one.localName}.${one.className} “${one.textContent.trim().slice(0, 30)}”`;
    const all = [...document.querySelectorAll("body *")].filter(one =>
        !one.closest("svg, .seat-map, [data-scrolls], .visually-hidden, template, option")
        && one.checkVisibility({visibilityProperty: true, opacityProperty: true}));
    const lost = [];
    if (document.documentElement.scrollWidth > wide)
        lost.push(...all.filter(one => one.getBoundingClientRect().right > wide + 1)
            .map(one => `${called(one)} sticks out`), "the page scrolls sideways");
    for (const one of all) {
        const {overflowX, overflowY, position} = getComputedStyle(one);
        const {height, width} = one.getBoundingClientRect();
        if (["hidden", "clip"].includes(overflowY) && one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 1 && one.textContent.trim())
            lost.push(`${called(one)} is cut off below`);
        if (["hidden", "clip"].includes(overflowX) && one.scrollWidth > one.clientWidth + 2 && one.clientWidth > 1 && one.textContent.trim())
            lost.push(`${called(one)} is cut off at its side`);
        // A column at the side covers nothing, as long as all of it can be seen.
        const most = width > innerWidth * 0.6 ? innerHeight / 2 : innerHeight;
        if (["fixed", "sticky"].includes(position) && height > most && width > 0)
            lost.push(`${called(one)} stays in the way: ${Math.round(height)} of ${innerHeight} pixels`);
        if (["button", "a", "summary"].includes(one.localName) && one.scrollWidth > one.clientWidth + 2 && getComputedStyle(one).display !== "inline")
            lost.push(`${called(one)} is narrower than its words`);
    }
    return lost;
}

// Gives the page `look(one)`: what is wrong with a stop of the Tab key, as sentences; and `named(one)`.
() => {
    const rgb = colour => (colour.match(/[\d.]+/g) || []).map(Number);
    const lightness = ([red, green, blue]) => [red, green, blue].map(one => one / 255)
        .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const contrast = (one, other) => {
        const [dark, light] = [lightness(one), lightness(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const behind = one => {
        for (let at = one; at; at = at.parentElement) {
            const colour = rgb(getComputedStyle(at).backgroundColor);
            if (colour.length && (colour.length < 4 || colour[3] > 0.9)) return colour;
        }
        return [255, 255, 255];
    };
    // The ring may be drawn around what stands for a control: its label, its row.
    const ringed = one => [one, ...(one.labels || []), one.nextElementSibling, one.parentElement]
        .filter(Boolean)
        .find(at => {
            const {outlineStyle, outlineWidth} = getComputedStyle(at);
            return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
        });
    const isSeen = one => {
        const {top, left, right, bottom} = one.getBoundingClientRect();
        const across = [0.5, 0.1, 0.9].map(part => left + (right - left) * part);
        const down = [0.5, 0.1, 0.9].map(part => top + (bottom - top) * part);
        return across.some(x => down.some(y => {
            const there = document.elementFromPoint(x, y);
            return there && (one.contains(there) || there.closest("label")?.control === one
                || [...(one.labels || [])].some(label => label.contains(there)));
        }));
    };
    const named = one => {
        const words = one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent || one.title;
        return `${one.localName}${one.name ? `[${one.name}]` : ""} “${words.trim().replace(/\s+/g, " ").slice(0, 40)}”`;
    };
    window.look = (one, {rings = true} = {}) => {
        const {width, height} = one.getBoundingClientRect();
        const around = ringed(one);
        const wrong = [];
        if (width < 2 || height < 2) wrong.push("is too small to be seen");
        else if (!isSeen(one)) wrong.push("is out of sight or beneath something");
        if (one.localName === "iframe") return wrong.map(what => `${named(one)} ${what}`);
        if (!around) wrong.push("shows no ring");
        else if (rings && contrast(rgb(getComputedStyle(around).outlineColor), behind(around.parentElement)) < 3)
            wrong.push("has a ring that is hard to see");
        return wrong.map(what => `${named(one)} ${what}`);
    };
    window.named = named;
}

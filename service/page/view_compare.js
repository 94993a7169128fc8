export function compareView() { return document.createElement('p'); }

export function historyView() { return document.createElement('p'); }

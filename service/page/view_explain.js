export function explainView() { return document.createElement('p'); }

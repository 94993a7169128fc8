export function priceListView() { return document.createElement('p'); }

export function diaryView() { return document.createElement('p'); }

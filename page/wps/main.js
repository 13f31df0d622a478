// WPS opens index.html with this script when it starts, and calls these functions by their names in ribbon.xml.
// Nothing is computed here: a click is written down in the storage that all pages of the add-in share, and the pane,
// which has the program, does the work. The program is not loaded before the first click.
/* exported OnAddinLoad, OnAction, OnGetEnabled, GetImage */
"use strict";

const office = window.Application || window.wps; // in old words: old WPS has an old browser
const PANE = "perfeval_pane";
const CLICKED = "perfeval_click";
const WIDTH = 420;
const BUTTONS = {
  perfevalCheck: "check", perfevalNext: "next", perfevalClear: "clear", perfevalScore: "score",
  perfevalReport: "report", perfevalSummary: "summary", perfevalAbout: "about",
};
const FREE = new Set(["perfevalSummary", "perfevalAbout"]); // these need no workbook

function OnAddinLoad(ribbonUI) {
  office.ribbonUI = ribbonUI;
  return true;
}

// The workbook is that of the click: who goes on to the next one gets the first one marked.
function OnAction(control) {
  const book = office.ActiveWorkbook;
  const before = JSON.parse(office.PluginStorage.getItem(CLICKED) || '{"number": 0}');
  const click = { number: before.number + 1, command: BUTTONS[control.Id], book: book ? book.Name : "" };
  office.PluginStorage.setItem(CLICKED, JSON.stringify(click));
  showPane();
  return true;
}

function showPane() {
  const known = office.PluginStorage.getItem(PANE);
  let pane = null;
  if (known) pane = office.GetTaskPane(Number(known));
  if (!pane) {
    pane = office.CreateTaskPane(new URL("pane.html", location.href).href);
    office.PluginStorage.setItem(PANE, String(pane.ID));
    pane.Width = WIDTH;
  }
  pane.Visible = true;
}

function OnGetEnabled(control) {
  return FREE.has(control.Id) || Boolean(office.ActiveWorkbook);
}

function GetImage(control) {
  return `icons/${BUTTONS[control.Id]}_26.png`;
}

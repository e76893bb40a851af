// The page: opens a model, shows a row, asks the model about it after every change.

import { readImage } from "./image-file.js";
import { PictureView } from "./picture-view.js";
import { Readings, showFacts } from "./readings.js";
import { modelSamples, servedSamples, showSamples } from "./samples.js";
import { Newest, Scorer } from "./scorer.js";
import { ShapeForm } from "./shape-form.js";
import { TableView } from "./table-view.js";

const element = id => document.getElementById(id);

const scorer = new Scorer();
const readings = new Readings();
const pictureView = new PictureView(changedByHand);
const tableView = new TableView(changedByHand);
const shapeForm = new ShapeForm(shape => showRows(shape), () => showRows(null));
const scoring = new Newest(score);

let facts = null;
let shape = null;
let view = null;
let groups = [];
let image = null; // The image file's row as it came, for "Invert images".

async function openModel(name, getBytes) {
    say("progress", `Opening ${name}…`);
    say("problem", "");
    try {
        const opened = await scorer.open(name, await getBytes());
        facts = opened;
        await showModel();
        element("model-name").textContent = name;
    } catch (error) {
        say("problem", error.message);
    }
    say("progress", "");
}

async function showModel() {
    const served = await servedSamples(facts.featureCount);
    groups = [served, await modelSamples(scorer, facts.supportVectors)].filter(group => group !== null);
    readings.start(facts);
    showFacts(facts);
    element("model").hidden = false;
    element("ask-shape").hidden = facts.shape !== null;
    if (facts.shape || facts.featureNames)
        showRows(facts.shape);
    else
        askForShape();
}

function askForShape() {
    view = null;
    shapeForm.start(facts.featureCount);
    showOnly("shape-view");
    element("samples").hidden = true;
    element("shape-form").elements.height.focus();
}

/** Shows rows as pictures, or as a list where the shape is null, beginning with the first sample. */
function showRows(rowShape) {
    shape = rowShape;
    const explains = facts.outputs.includes("relevance");
    if (shape) {
        view = pictureView;
        pictureView.start(shape, explains);
    } else {
        view = tableView;
        tableView.start(facts.featureCount, facts.featureNames, explains);
    }
    showOnly(shape ? "picture-view" : "table-view");
    element("samples").hidden = false;
    showSamples(groups, shape, show);
    show(groups[0].samples[0].row);
}

function showOnly(id) {
    for (const section of ["shape-view", "picture-view", "table-view"])
        element(section).hidden = section !== id;
}

function changedByHand() {
    image = null;
    ask();
}

function show(row) {
    image = null;
    view.row = row;
    ask();
}

async function ask() {
    setBusy(true);
    await scoring.ask(view.row);
    setBusy(scoring.isBusy);
}

/** Tells screen readers that what is shown is about to change. */
function setBusy(busy) {
    element("answer").ariaBusy = String(busy);
}

async function score(row) {
    const [askedFacts, askedView] = [facts, view];
    const isOld = () => askedFacts !== facts || askedView !== view; // Another model or another view has come meanwhile.
    try {
        const answer = await scorer.score(row);
        if (isOld())
            return;
        readings.show(answer);
        view.showRelevance(answer.relevance, answer.outlierness);
    } catch (error) {
        if (!isOld())
            say("problem", error.message);
    }
}

async function openImage(file) {
    if (view !== pictureView) {
        say("problem", `${file.name}: is no model (.onnx), and the model shown takes no pictures.`);
        return;
    }
    setBusy(true);
    try {
        const row = await readImage(file, shape);
        say("problem", "");
        showImage(row);
    } catch (error) {
        setBusy(scoring.isBusy);
        say("problem", error.message);
    }
}

function showImage(row) {
    show(element("invert").checked ? row.map(value => 1 - value) : row);
    image = row;
}

function openFile(file) {
    if (file.name.toLowerCase().endsWith(".onnx"))
        openModel(file.name, async () => new Uint8Array(await file.arrayBuffer()));
    else
        openImage(file);
}

/** Text of a line that is there only while there is something to say. */
function say(id, text) {
    element(id).textContent = text;
    element(id).hidden = text === "";
}

function listenToFiles() {
    for (const id of ["model-file", "image-file"]) {
        element(id).onchange = ({ target }) => {
            if (target.files.length > 0)
                openFile(target.files[0]);
            target.value = ""; // The same file may be chosen again.
        };
    }
    element("invert").onchange = () => image && showImage(image);
    element("ask-shape").onclick = askForShape;
    document.ondragover = event => {
        event.preventDefault();
        element("drop-hint").hidden = false;
    };
    document.ondragleave = event => element("drop-hint").hidden = event.relatedTarget === null;
    document.ondrop = event => {
        event.preventDefault();
        element("drop-hint").hidden = true;
        if (event.dataTransfer.files.length > 0)
            openFile(event.dataTransfer.files[0]);
    };
}

async function start() {
    listenToFiles();
    const response = await fetch("./model.onnx").catch(() => null);
    if (response?.ok)
        await openModel("model.onnx", async () => new Uint8Array(await response.arrayBuffer()));
    else
        say("progress", "Open a model that ocdtd wrote, or drop one here.");
}

start();

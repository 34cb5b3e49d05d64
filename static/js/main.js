// One behaviour a module; each finds its own elements by a data attribute.
import { saveWhileTyping } from "./autosave.js";
import { checkClauses } from "./check-clauses.js";
import { showColleagues } from "./presence.js";
import { pasteFigures } from "./paste-figures.js";
import { guardDoubleClick } from "./submit-once.js";
import { closeMenus } from "./menus.js";
import { focusErrors } from "./focus-errors.js";
import { offerPhrases } from "./phrases.js";
import { showPreviews } from "./preview.js";
import { printOnRequest } from "./print.js";
import { selectAll } from "./select-all.js";
import { warnBeforeLeaving } from "./unsaved.js";
import { uploadFiles } from "./uploads.js";

guardDoubleClick();
closeMenus();
focusErrors();
printOnRequest();
selectAll();
warnBeforeLeaving();
saveWhileTyping();
showColleagues();
pasteFigures();
offerPhrases();
uploadFiles();
showPreviews();
checkClauses();

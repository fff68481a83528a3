// Tells that records arrived since the page was made. It changes nothing else:
// what is being read stays where it is.
(function () {
  "use strict";
  var from = document.currentScript.dataset.from;
  var strip = document.getElementById("baru");
  if (!strip || !window.EventSource) return;
  var source = new EventSource("/api/follow?from=" + encodeURIComponent(from));
  source.onmessage = function (event) {
    if (Number(event.lastEventId) <= Number(from)) return;
    strip.hidden = false;
    source.close();
  };
  window.addEventListener("pagehide", function () { source.close(); });
})();

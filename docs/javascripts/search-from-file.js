/* The theme searches in a worker, and browsers start no worker for a page that was opened as a file.  There, a hidden
   frame does the same work: its script gets and sends messages as a worker does.  The theme would load a script for that
   from the network; the hook of the build puts this one in its place. */
if (location.protocol === "file:") {
  // The theme's script looks for this name to know that it runs in a frame.
  window.IFrameWorker = window.Worker = class IFrameWorker extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.appendChild(frame);
      this.frame = frame;
      this.inside = frame.contentWindow;
      this.listen = (event) => {
        if (event.source === this.inside) {
          this.dispatchEvent(new MessageEvent("message", { data: event.data }));
        }
      };
      window.addEventListener("message", this.listen);
      const inside = this.inside.document;
      inside.open();
      inside.write("<!doctype html><html><body></body></html>");
      inside.close();
      const bridge = inside.createElement("script");
      bridge.textContent = "self.postMessage = (data) => parent.postMessage(data, '*');";
      inside.body.appendChild(bridge);
      this.ready = new Promise((resolve) => {
        const script = inside.createElement("script");
        script.src = url;
        script.onload = resolve;
        inside.body.appendChild(script);
      });
    }
    postMessage(data) {
      this.ready.then(() => {
        this.inside.dispatchEvent(new MessageEvent("message", { data }));
      });
    }
    terminate() {
      window.removeEventListener("message", this.listen);
      this.frame.remove();
    }
  };
}

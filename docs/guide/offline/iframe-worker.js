// Search without a server: a page opened as a file may start no worker, so a hidden frame takes its place.
// Nothing is fetched from anywhere but the folder of the site itself.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.appendChild(this.frame);
      const page = this.frame.contentDocument;
      page.open();
      page.write(`<script>
        postMessage = data => parent.postMessage(data, "*");
        importScripts = (...urls) => urls.reduce((before, url) => before.then(() => new Promise(done => {
          const script = document.createElement("script");
          script.src = url;
          script.onload = done;
          document.body.appendChild(script);
        })), Promise.resolve());
      </${"script"}><script src="${url}"></${"script"}>`);
      page.close();
      this.answered = event => {
        if (event.source === this.frame.contentWindow) {
          this.dispatchEvent(new MessageEvent("message", { data: event.data }));
        }
      };
      addEventListener("message", this.answered);
      this.stands = new Promise(done => (this.frame.onload = done));
    }

    postMessage(data) {
      this.stands.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })));
    }

    terminate() {
      removeEventListener("message", this.answered);
      this.frame.remove();
    }
  };
}

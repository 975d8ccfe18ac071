function smaller(file, longest, quality, enough) {
  return new Promise(function (done) {
    if (!/^image\//.test(file.type) || file.size < (enough || 4e5) || !CSS.supports("image-orientation", "from-image")) return done(file);
    var picture = new Image(), url = URL.createObjectURL(file);
    picture.onerror = function () { done(file); };
    picture.onload = function () {
      var scale = Math.min(1, (longest || 1600) / Math.max(picture.width, picture.height)), canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(url);
      canvas.toBlob(function (blob) {
        done(blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file);
      }, "image/jpeg", quality || 0.82);
    };
    picture.src = url;
  });
}

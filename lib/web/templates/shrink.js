function smaller(file) {
  return new Promise(done => {
    if (!/^image\//.test(file.type) || file.size < 4e5 || !CSS.supports("image-orientation", "from-image")) return done(file);
    const picture = new Image(), url = URL.createObjectURL(file);
    picture.onerror = () => done(file);
    picture.onload = () => {
      const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height)), canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(url);
      const name = file.name.replace(/\.\w+$/, "") + ".jpg";
      canvas.toBlob(b => done(b && b.size < file.size ? new File([b], name, { type: "image/jpeg" }) : file), "image/jpeg", 0.82);
    };
    picture.src = url;
  });
}
function shrunk(input) {
  return Promise.all([...input.files].map(smaller)).then(files => {
    const bag = new DataTransfer();
    files.forEach(file => bag.items.add(file));
    input.files = bag.files;
  }).catch(() => {});
}

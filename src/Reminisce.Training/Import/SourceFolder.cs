namespace Reminisce.Training.Import;

/// <summary>The folder of an exported encoder: ONNX files and the Hugging Face files beside them.</summary>
internal sealed class SourceFolder
{
    // Where exporters put the encoders of one model; the first group of which any file is there counts.
    private static readonly string[][] s_names =
    [
        ["text_model.onnx", "vision_model.onnx", "audio_model.onnx"],
        ["model.onnx"],
        ["encoder.onnx"],
        ["encoder_model.onnx"],
    ];

    public SourceFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new SourceModelException(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path)), "a folder of that name with an exported encoder", "none");
        }

        Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        Config = Json("config.json");
        Preprocessor = Json("preprocessor_config.json");
    }

    public string Path { get; }

    public JsonFile Config { get; }

    public JsonFile Preprocessor { get; }

    /// <summary>Gets the kind of model, in lower case; empty when the files do not say.</summary>
    public string ModelType => (Config.Text("model_type") ?? "").ToLowerInvariant();

    public JsonFile Json(string name) => JsonFile.Read(Path, name);

    public string? File(string name) => System.IO.File.Exists(System.IO.Path.Combine(Path, name)) ? System.IO.Path.Combine(Path, name) : null;

    /// <summary>Finds a model by its path inside the folder.</summary>
    public string? Model(string name)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, name));
        return path.StartsWith(Path + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal) && System.IO.File.Exists(path) ? path : null;
    }

    /// <summary>Takes the models that are named and lie here, or else finds the usual ones.</summary>
    /// <exception cref="SourceModelException">There is none.</exception>
    public IReadOnlyList<string> FindModels(IReadOnlyList<string> named)
    {
        var here = named.Select(Model).OfType<string>().ToList();
        if (here.Count > 0)
        {
            return here;
        }

        foreach (var group in s_names)
        {
            foreach (var folder in new[] { Path, System.IO.Path.Combine(Path, "onnx") })
            {
                var found = group.Select(n => System.IO.Path.Combine(folder, n)).Where(System.IO.File.Exists).ToList();
                if (found.Count > 0)
                {
                    return found;
                }
            }
        }

        throw new SourceModelException(
            System.IO.Path.GetFileName(Path),
            $"one of {string.Join(", ", s_names.SelectMany(n => n))}, there or in onnx/; name others with --model",
            string.Join(", ", Directory.EnumerateFiles(Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal).Take(12).DefaultIfEmpty("no files")));
    }
}

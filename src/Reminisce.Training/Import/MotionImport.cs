namespace Reminisce.Training.Import;

/// <summary>Takes the preprocessor of a motion encoder over as it is, and tells the shape of a window.</summary>
internal static class MotionImport
{
    private const string Pack = "motion/preprocessor_config.json";

    /// <summary>Reads how motion is laid on a grid; no exporter writes such a file, so it is the pack's own kind.</summary>
    /// <exception cref="SourceModelException">It is missing or of another kind.</exception>
    public static (ImportedFile File, IReadOnlyList<long> Item) Read(SourceFolder folder)
    {
        var source = folder.Preprocessor;
        if (source.Text("feature_extractor_type") is not "MotionFeatureExtractor")
        {
            throw new SourceModelException(
                source.Name,
                """the window of a motion encoder: { "feature_extractor_type": "MotionFeatureExtractor", "sampling_rate": 200, "num_samples": 2000 }""",
                source.Exists ? $"'{source.Text("feature_extractor_type") ?? "no feature_extractor_type"}'" : "no file of that name");
        }

        return (new ImportedFile(Pack, File.ReadAllBytes(folder.File(source.Name)!)), [6, source.Integer("num_samples") ?? 2000]);
    }
}

namespace Reminisce.Training.Import;

/// <summary>Takes the preprocessor of an audio encoder over as it is, and tells the shape of a spectrogram.</summary>
internal static class SoundImport
{
    private const string Pack = "audio/preprocessor_config.json";

    /// <summary>Reads a configuration of Whisper, CLAP or AST.</summary>
    /// <exception cref="SourceModelException">It is missing or of another kind.</exception>
    public static (ImportedFile File, IReadOnlyList<long> Item) Read(SourceFolder folder)
    {
        var source = folder.Preprocessor;
        var path = folder.File(source.Name) ?? throw new SourceModelException(source.Name, "how sounds become spectrograms", "no file of that name");
        IReadOnlyList<long> item = source.Text("feature_extractor_type") switch
        {
            "WhisperFeatureExtractor" => [Value(source, "feature_size", 80), Span(source, "n_samples", "chunk_length", 30, 16000) / Value(source, "hop_length", 160)],
            "ClapFeatureExtractor" when (source.Text("truncation") ?? "fusion") != "rand_trunc" || folder.Config.Flag("audio_config", "enable_fusion") == true || folder.Config.Flag("enable_fusion") == true =>
                throw new SourceModelException(
                    source.Name,
                    "a CLAP that hears one window (truncation rand_trunc, enable_fusion false): take an unfused export, such as that of clap-htsat-unfused",
                    "one of the fusion kind, which takes four windows of a sound and a second input that says whether it was longer"),
            "ClapFeatureExtractor" => [1, 1 + (Span(source, "nb_max_samples", "max_length_s", 10, 48000) / Value(source, "hop_length", 480)), Value(source, "feature_size", 64)],
            "ASTFeatureExtractor" => [Value(source, "max_length", 1024), Value(source, "num_mel_bins", 128)],
            var other => throw new SourceModelException(source.Name, "the feature_extractor_type WhisperFeatureExtractor, ClapFeatureExtractor or ASTFeatureExtractor", other is null ? "none" : $"'{other}'"),
        };
        return (new ImportedFile(Pack, File.ReadAllBytes(path)), item);
    }

    private static long Value(JsonFile source, string name, int absent) => Math.Max(1, source.Integer(name) ?? absent);

    private static long Span(JsonFile source, string samples, string seconds, int absent, int rate) =>
        source.Integer(samples) ?? (Value(source, seconds, absent) * Value(source, "sampling_rate", rate));
}

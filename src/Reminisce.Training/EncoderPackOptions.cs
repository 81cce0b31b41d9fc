namespace Reminisce.Training;

/// <summary>Which exported encoder becomes a pack, and how.</summary>
public sealed class EncoderPackOptions
{
    /// <summary>Gets or sets the folder with the ONNX files and the Hugging Face files.</summary>
    public required string SourceFolder { get; set; }

    /// <summary>Gets or sets folders with more encoders that share the first one's embedding space, such as the image side of a CLIP.</summary>
    /// <value>The default is empty. Each folder has the files of its own encoder; all embeddings must have one number of dimensions.</value>
    public IReadOnlyList<string> OtherSourceFolders { get; set; } = [];

    /// <summary>Gets or sets the folder that the pack is written to; it is created, and a pack in it is replaced.</summary>
    public required string OutputFolder { get; set; }

    /// <summary>Gets or sets the ONNX files to take, by their paths inside the source folders.</summary>
    /// <value>The default is empty: text_model, vision_model and audio_model.onnx, else model.onnx, encoder.onnx or encoder_model.onnx.</value>
    public IReadOnlyList<string> Models { get; set; } = [];

    /// <summary>Gets or sets the pack's name, <c>[a-z0-9-]+</c>.</summary>
    /// <value>The default is <see langword="null"/>: from the source folder's name.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets the pack's version.</summary>
    /// <value>The default is 1.0.0.</value>
    public string Version { get; set; } = "1.0.0";

    /// <summary>Gets or sets the SPDX licence expression of the weights.</summary>
    /// <value>The default is NOASSERTION, which says that nobody said.</value>
    public string License { get; set; } = "NOASSERTION";

    /// <summary>Gets or sets the blocks after which encoding may stop; the last block is always one.</summary>
    /// <value>The default is empty: up to six, evenly spread.</value>
    public IReadOnlyList<int> Exits { get; set; } = [];

    /// <summary>Gets or sets the graph's output that the embedding is made of; with several folders, of those graphs that have it.</summary>
    /// <value>The default is <see langword="null"/>: text_embeds, image_embeds, sentence_embedding, last_hidden_state and the like.</value>
    public string? Output { get; set; }

    /// <summary>Gets or sets which tokens make the embedding where the output is one row per token.</summary>
    /// <value>The default is <see cref="PoolingKind.Automatic"/>.</value>
    public PoolingKind Pooling { get; set; }

    /// <summary>Gets or sets how the stages store their weights.</summary>
    /// <value>The default is <see cref="WeightFormat.AsIs"/>. Stages are compared with the uncut model before their weights are made smaller.</value>
    public WeightFormat Weights { get; set; }

    /// <summary>Gets or sets the longest text in tokens, begin and end included.</summary>
    /// <value>The default is 0: what the source's files say.</value>
    public int MaxTokens { get; set; }

    /// <summary>Gets or sets a folder of unrelated content, 16 or more of a kind: pictures, WAV files, .txt files with one text per line, and .csv files of motion.</summary>
    /// <value>The default is <see langword="null"/>: the pack encodes and resumes, but has no query heads, as their calibration must be measured.</value>
    public string? SamplesFolder { get; set; }

    /// <summary>Gets or sets where progress goes.</summary>
    public IProgress<BuildStep>? Progress { get; set; }
}

using System.Text.Json.Serialization;

namespace Reminisce.Encoders;

/// <summary>One encoder of a pack: its layers, cut at exits, and what turns content into its input.</summary>
/// <remarks>Immutable.</remarks>
public sealed record PackTower
{
    /// <summary>Stage weights stored in 16 bits and multiplied in 32.</summary>
    public const string Fp16Weights = "fp16";

    /// <summary>Stage weights of 7 bits in bytes, multiplied as integers.</summary>
    public const string Int8Weights = "int8";

    /// <summary>Stage weights of 4 bits in blocks of 32.</summary>
    public const string Int4Weights = "int4";

    /// <summary>Gets the name, <c>[a-z0-9-]+</c>, unique in the pack.</summary>
    [JsonRequired]
    public required string Name { get; init; }

    /// <summary>Gets what it encodes, one of <see cref="PackModality"/>; a pack has at most one tower of each.</summary>
    [JsonRequired]
    public required string Modality { get; init; }

    /// <summary>Gets the number of layers.</summary>
    [JsonRequired]
    public required int Layers { get; init; }

    /// <summary>Gets the numbers per token.</summary>
    [JsonRequired]
    public required int Width { get; init; }

    /// <summary>Gets the exact number of tokens of an item, or for text the largest.</summary>
    [JsonRequired]
    public required int MaxTokens { get; init; }

    /// <summary>Gets the preprocessor's file; every tower but a text tower has one.</summary>
    public string? Preprocessor { get; init; }

    /// <summary>Gets the tokenizer; a text tower has one.</summary>
    public PackTokenizer? Tokenizer { get; init; }

    /// <summary>Gets the exit from whose embedding the predictor decides.</summary>
    [JsonRequired]
    public required int SuperficialLayer { get; init; }

    /// <summary>Gets how the stages' weights were made smaller, or <see langword="null"/> where they are as they came: <see cref="Fp16Weights"/>, <see cref="Int8Weights"/> or <see cref="Int4Weights"/>.</summary>
    public string? Weights { get; init; }

    /// <summary>Gets the stages, shallow to deep, contiguous from layer 0 to <see cref="Layers"/>.</summary>
    [JsonRequired]
    public required IReadOnlyList<PackStage> Stages { get; init; }

    /// <summary>Gets the exits, one per stage end, shallow to deep.</summary>
    [JsonRequired]
    public required IReadOnlyList<PackExit> Exits { get; init; }

    /// <summary>Gets the predictor, or <see langword="null"/>: then every item runs in full unless told otherwise.</summary>
    public PackPredictor? Predictor { get; init; }
}

using Reminisce.Training.Cutting;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Import;

/// <summary>Chooses what the embedding of a tower is made of.</summary>
internal static class OutputChoice
{
    /// <summary>Chooses the output: embeddings before rows per token.</summary>
    /// <exception cref="SourceModelException">None of the known ones is there, and there are several others.</exception>
    public static string Output(string file, GraphProto graph, TowerInput input, string modelType)
    {
        // These two pool by a head of their own, or normalise on the way to the pooled output only.
        var pools = modelType.StartsWith("clip", StringComparison.Ordinal) || modelType.StartsWith("siglip", StringComparison.Ordinal);
        string[] known = input.Modality switch
        {
            TowerInput.Text => ["text_embeds", "sentence_embedding", .. pools ? (string[])["pooler_output"] : [], "last_hidden_state", "token_embeddings", "pooler_output"],
            TowerInput.Image => ["image_embeds", .. pools ? (string[])["pooler_output"] : [], "last_hidden_state", "pooler_output"],
            TowerInput.Motion => ["motion_embeds", "imu_embeds", "last_hidden_state", "pooler_output"],
            _ => ["audio_embeds", "last_hidden_state", "pooler_output"],
        };
        var outputs = graph.Output.Select(o => o.Name).ToList();
        return known.FirstOrDefault(outputs.Contains)
            ?? (outputs.Count == 1 ? outputs[0] : throw new SourceModelException(file, $"one of the outputs {string.Join(", ", known)}; name another with --output", string.Join(", ", outputs.Select(NodeReads.Printable))));
    }

    /// <summary>Chooses which tokens count.</summary>
    /// <exception cref="SourceModelException">The files ask for a kind that packs do not have.</exception>
    public static PoolingKind Pooling(SourceFolder folder, TowerInput input, PoolingKind asked)
    {
        if (asked != PoolingKind.Automatic)
        {
            return asked;
        }

        if (input.Modality != TowerInput.Text)
        {
            return input.Modality == TowerInput.Audio ? PoolingKind.Mean : PoolingKind.FirstToken;
        }

        var sentences = folder.Json("1_Pooling/config.json");
        if (!sentences.Exists)
        {
            return folder.ModelType.StartsWith("clip", StringComparison.Ordinal) ? PoolingKind.LastToken : PoolingKind.Mean;
        }

        (string Name, PoolingKind Kind)[] kinds = [("pooling_mode_cls_token", PoolingKind.FirstToken), ("pooling_mode_mean_tokens", PoolingKind.Mean), ("pooling_mode_lasttoken", PoolingKind.LastToken)];
        var set = kinds.Where(k => sentences.Flag(k.Name) == true).ToList();
        return set.Count == 1
            ? set[0].Kind
            : throw new SourceModelException(sentences.Name, $"one of {string.Join(", ", kinds.Select(k => k.Name))}; or choose with --pooling", $"{set.Count} of them");
    }
}

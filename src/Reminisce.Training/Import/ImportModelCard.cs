using System.Globalization;
using System.Text;
using Reminisce.Training.Quantization;

namespace Reminisce.Training.Import;

/// <summary>Writes the card that says where a pack came from and what it is not.</summary>
internal static class ImportModelCard
{
    public static string Write(EncoderPackOptions options, IReadOnlyList<EncoderTowerReport> towers)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {options.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(options.SourceFolder))}

            Cut by `reminisce model build` from an exported encoder. The weights are the source's{(options.Weights == WeightFormat.AsIs ? ", unchanged," : " in smaller form,")} under its licence ({options.License}).

            | tower | file | output | blocks | width | tokens | exits | difference to the uncut model |
            |---|---|---|---|---|---|---|---|

            """);
        foreach (var tower in towers)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {tower.Tower} | {tower.File} | {tower.Output} | {tower.Blocks} | {tower.Width} | {tower.Tokens} | {string.Join(", ", tower.Exits)} | {tower.Difference:0.0e+0} |\n");
        }

        text.Append("""

            The difference is that of hidden states and embedding on made-up content, its length over the length of the source's.

            Every exit uses the source's own end as its head. It was trained for the last block only: vectors of shallower exits are coarse
            until heads are fitted. There is no exit predictor; items run to full depth unless a fixed exit is asked for.

            """);
        return options.Weights == WeightFormat.AsIs ? text.ToString() : $"{text}\n{QuantizationCard.Write(options.Weights)}";
    }
}

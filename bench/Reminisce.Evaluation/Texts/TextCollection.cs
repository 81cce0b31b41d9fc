using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace Reminisce.Evaluation;

/// <summary>A collection of documents with queries and judgements.</summary>
internal sealed record TextCollection(IReadOnlyList<TextDocument> Documents, IReadOnlyList<TextQuery> Queries)
{
    /// <summary>Reads a folder in the layout of Cranfield in TREC form, or of SciFact in BEIR form.</summary>
    /// <exception cref="InvalidDataException">The folder has neither layout, or a judgement names nothing.</exception>
    public static TextCollection Read(string folder) =>
        File.Exists(Path.Combine(folder, "cran.all.1400.xml")) ? ReadCranfield(folder)
        : File.Exists(Path.Combine(folder, "corpus.jsonl")) ? ReadSciFact(folder)
        : throw new InvalidDataException($"'{folder}' has neither cran.all.1400.xml nor corpus.jsonl; expected the layout of Cranfield or of SciFact.");

    private static TextCollection ReadCranfield(string folder)
    {
        // The file of documents has no root of its own.
        var documents = XDocument.Parse($"<all>{File.ReadAllText(Path.Combine(folder, "cran.all.1400.xml"))}</all>").Root!.Elements()
            .Select(d => new TextDocument(Value(d, "docno"), Join(Value(d, "title"), Value(d, "text")))).ToArray();
        var queries = XDocument.Load(Path.Combine(folder, "cran.qry.xml")).Root!.Elements("top").Select(q => Value(q, "title")).ToArray();

        // A judgement names a query by its place, not by its number.
        var names = Enumerable.Range(1, queries.Length).Select(i => i.ToString(CultureInfo.InvariantCulture));
        return Assemble(documents, [.. names.Zip(queries)], File.ReadLines(Path.Combine(folder, "cranqrel.trec.txt")).Where(l => l.Length > 0).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(f => (f[0], f[2], int.Parse(f[3], CultureInfo.InvariantCulture))));
    }

    private static TextCollection ReadSciFact(string folder)
    {
        var documents = Lines("corpus.jsonl").Select(d => new TextDocument(d.GetProperty("_id").GetString()!, Join(d.GetProperty("title").GetString()!, d.GetProperty("text").GetString()!))).ToArray();
        var queries = Lines("queries.jsonl").Select(q => (q.GetProperty("_id").GetString()!, q.GetProperty("text").GetString()!)).ToArray();
        return Assemble(documents, queries, File.ReadLines(Path.Combine(folder, "qrels", "test.tsv")).Skip(1).Where(l => l.Length > 0).Select(l => l.Split('\t'))
            .Select(f => (f[0], f[1], int.Parse(f[2], CultureInfo.InvariantCulture))));

        IEnumerable<JsonElement> Lines(string name) => File.ReadLines(Path.Combine(folder, name)).Where(l => l.Length > 0).Select(l => JsonSerializer.Deserialize<JsonElement>(l));
    }

    private static TextCollection Assemble(TextDocument[] documents, (string Id, string Text)[] queries, IEnumerable<(string Query, string Document, int Grade)> judgements)
    {
        var places = documents.Select((d, i) => (d.Id, i)).ToDictionary(d => d.Id, d => d.i, StringComparer.Ordinal);
        var judged = judgements.GroupBy(j => j.Query, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => g.GroupBy(j => places.TryGetValue(j.Document, out var place) ? place : throw new InvalidDataException($"The judgement of query '{g.Key}' names the document '{j.Document}', which is not there."))
                .ToDictionary(d => d.Key, d => d.Max(j => j.Grade)),
            StringComparer.Ordinal);
        return new TextCollection(documents, [.. queries.Where(q => judged.ContainsKey(q.Id) && judged[q.Id].Values.Any(grade => grade > 0)).Select(q => new TextQuery(Clean(q.Text), judged[q.Id]))]);
    }

    private static string Value(XElement element, string name) => Clean((string?)element.Element(name) ?? "");

    // Abstracts of Cranfield begin with their title.
    private static string Join(string title, string text) => text.StartsWith(title, StringComparison.Ordinal) ? text : $"{title}\n{text}";

    private static string Clean(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

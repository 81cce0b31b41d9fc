namespace Reminisce.Evaluation.Tests;

public sealed class TextSuiteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-text-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_RankingsByHand_AreTheirDiscountedGains()
    {
        var grades = new Dictionary<int, int> { [1] = 3, [2] = 1, [3] = 0 };
        Assert.Equal(1, DiscountedGain.Of([1, 2, 9], grades), 12);
        Assert.Equal((1 + (7 / Math.Log2(3))) / (7 + (1 / Math.Log2(3))), DiscountedGain.Of([2, 1], grades), 12);
        Assert.Equal(0, DiscountedGain.Of([3, 8, 9], grades));
        Assert.Equal(0, DiscountedGain.Of([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 1], grades));
    }

    [Fact]
    public void Read_Cranfield_TakesQueriesByPlaceAndJudgementsByNumber()
    {
        WriteCranfield();
        var collection = TextCollection.Read(_folder);
        Assert.Equal(["10", "11", "12"], collection.Documents.Select(d => d.Id));
        Assert.Equal("flow around a wing\nmeasured in the tunnel", collection.Documents[0].Text);
        Assert.Equal("heat in slabs and plates", collection.Documents[1].Text);
        Assert.Equal(["what of the wing", "what of heat"], collection.Queries.Select(q => q.Text));
        Assert.Equal([(0, 1), (1, 0)], collection.Queries[0].Grades.Select(g => (g.Key, g.Value)));
        Assert.Equal([(1, 3)], collection.Queries[1].Grades.Select(g => (g.Key, g.Value)));
    }

    [Fact]
    public void Read_SciFact_LeavesOutQueriesWithoutJudgement()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "qrels"));
        File.WriteAllText(Path.Combine(_folder, "corpus.jsonl"), "{\"_id\":\"a\",\"title\":\"Wings\",\"text\":\"They lift.\"}\n");
        File.WriteAllText(Path.Combine(_folder, "queries.jsonl"), "{\"_id\":\"1\",\"text\":\"lift\"}\n{\"_id\":\"2\",\"text\":\"unjudged\"}\n");
        File.WriteAllText(Path.Combine(_folder, "qrels", "test.tsv"), "query-id\tcorpus-id\tscore\n1\ta\t1\n");
        var collection = TextCollection.Read(_folder);
        Assert.Equal("Wings\nThey lift.", Assert.Single(collection.Documents).Text);
        Assert.Equal("lift", Assert.Single(collection.Queries).Text);
    }

    [Fact]
    public void Read_OtherFolderOrJudgementOfNothing_SaysWhat()
    {
        Assert.Contains("corpus.jsonl", Assert.Throws<InvalidDataException>(() => TextCollection.Read(_folder)).Message, StringComparison.Ordinal);
        WriteCranfield();
        File.AppendAllText(Path.Combine(_folder, "cranqrel.trec.txt"), "2 0 99 1\r\n");
        Assert.Contains("'99'", Assert.Throws<InvalidDataException>(() => TextCollection.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ThreeDocuments_WordsFindThemAll()
    {
        WriteCranfield();
        using var encoder = MiniPack.Open();
        var report = await new TextSuite(encoder, vectorWeight: 0, Path.Combine(_folder, "work"), new Progress()).RunAsync(TextCollection.Read(_folder), CancellationToken.None);
        Assert.Equal((2, 2), ((int)report["documents"]!, (int)report["queries"]!));
        Assert.Equal(1, (double)report["ndcg10_words"]!);
        Assert.Equal(1, (double)report["ndcg10_product"]!);
        Assert.InRange((double)report["ndcg10_vectors"]!, 0.6, 1);
        Assert.Equal(1, (double)report["ndcg10_hybrid"]!);
        Assert.Equal(0, (double)report["vector_weight"]!);
    }

    private void WriteCranfield()
    {
        File.WriteAllText(Path.Combine(_folder, "cran.all.1400.xml"),
            "<doc>\n<docno>10</docno>\n<title>flow around\na wing</title>\n<text>measured in the tunnel</text>\n</doc>\n"
            + "<doc><docno>11</docno><title>heat in slabs</title><text>heat in slabs and plates</text></doc>\n<doc><docno>12</docno><title></title><text></text></doc>");
        File.WriteAllText(Path.Combine(_folder, "cran.qry.xml"), "<xml><top><num> 7</num><title>\nwhat of the\nwing\n</title></top><top><num> 30</num><title>what of heat</title></top></xml>");
        File.WriteAllText(Path.Combine(_folder, "cranqrel.trec.txt"), "1 0 10 1\r\n1 0 11 0\r\n2 0 11 3\r\n");
    }
}

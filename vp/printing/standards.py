"""What PDF/A-3a and PDF/UA-1 ask for beside the structure: metadata, the associated file, names.

WeasyPrint writes the metadata of one standard. A file may say that it follows both, in one packet of XMP,
if PDF/A is told about the properties of PDF/UA, which its own list of schemas doesn't hold.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, String

PRODUCER = "Verksamhetsplan (WeasyPrint)"
LANGUAGE = "sv-SE"


@dataclass(frozen=True)
class Description:
    """What the file says of itself. `made_at` is written as its date of creation and change."""

    title: str
    creator: str
    made_at: datetime.datetime


@dataclass(frozen=True)
class AssociatedFile:
    """The source of the printed document, carried inside the file."""

    name: str
    media_type: str
    content: bytes
    about: str


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <dc:format>application/pdf</dc:format>
   <xmp:CreateDate>{moment}</xmp:CreateDate>
   <xmp:ModifyDate>{moment}</xmp:ModifyDate>
   <xmp:CreatorTool>{tool}</xmp:CreatorTool>
   <pdf:Producer>{producer}</pdf:Producer>
   <pdfaExtension:schemas>
    <rdf:Bag>
     <rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property>
       <rdf:Seq>
        <rdf:li rdf:parseType="Resource">
         <pdfaProperty:name>part</pdfaProperty:name>
         <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
         <pdfaProperty:category>internal</pdfaProperty:category>
         <pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
        </rdf:li>
       </rdf:Seq>
      </pdfaSchema:property>
     </rdf:li>
    </rdf:Bag>
   </pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_TOOL = "Verksamhetsplan"


def declare(pdf: Pdf, description: Description) -> None:
    """Write the metadata of both standards, alike in XMP and in the Info dictionary."""
    moment = description.made_at.astimezone(datetime.UTC).replace(microsecond=0)
    xmp = _XMP.format(
        title=escape(description.title),
        creator=escape(description.creator),
        language=LANGUAGE,
        moment=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        tool=_TOOL,
        producer=PRODUCER,
    )
    # Unfiltered, so that a program that knows no PDF finds the packet (ISO 19005-3, 6.6.2.1, lets it be so).
    pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, xmp.encode(), Type=Name.Metadata, Subtype=Name.XML))
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo.Title = String(description.title)
    pdf.docinfo.Author = String(description.creator)
    pdf.docinfo.Creator = String(_TOOL)
    pdf.docinfo.Producer = String(PRODUCER)
    pdf.docinfo.CreationDate = pdf.docinfo.ModDate = String(_pdf_date(moment))
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if Name.Outlines in pdf.Root:
        pdf.Root.PageMode = Name.UseOutlines


def attach(pdf: Pdf, source: AssociatedFile, made_at: datetime.datetime) -> None:
    """Carry `source` as the document's one associated file, listed where every reader shows attachments."""
    moment = made_at.astimezone(datetime.UTC)
    embedded = Stream(pdf, source.content, Type=Name.EmbeddedFile, Subtype=Name(f"/{source.media_type}"))
    embedded.Params = Dictionary(
        Size=len(source.content),
        ModDate=String(_pdf_date(moment)),
        CreationDate=String(_pdf_date(moment)),
        CheckSum=String(hashlib.md5(source.content, usedforsecurity=False).digest()),
    )
    reference = pdf.make_indirect(embedded)
    specification = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(source.name),
            UF=String(source.name),
            Desc=String(source.about),
            AFRelationship=Name.Source,
            EF=Dictionary(F=reference, UF=reference),
        )
    )
    pdf.Root.AF = Array([specification])
    _names(pdf).EmbeddedFiles = Dictionary(Names=Array([String(source.name), specification]))


def save(pdf: Pdf, output: BinaryIO) -> None:
    """Write the file; the same content gives the same bytes."""
    pdf.save(output, min_version="1.7", deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)


def _names(pdf: Pdf) -> Object:
    if Name.Names not in pdf.Root:
        pdf.Root.Names = Dictionary()
    return pdf.Root.Names


def _pdf_date(moment: datetime.datetime) -> str:
    return moment.strftime("D:%Y%m%d%H%M%S+00'00'")
